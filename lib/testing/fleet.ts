import { accounts, instances, scheduleLinks } from "../db/schema";
import { newId } from "../ids";
import { ensureDefaults } from "../settings/ensure-defaults";
import { planLinks } from "../schedules/plan-link";
import { resolveScheduleChoice } from "../schedules/resolve-schedule-choice";
import { listLinksById } from "../schedules/schedule-links.repo";
import type { InstanceScheduleChoice } from "../schedules/schemas";
import { systemContext } from "./contexts";
import type { TestRuntime } from "./create-test-runtime";

export interface FleetOptions {
  /** Account ids of ours, `acc_…`; each has instances of its own. */
  accounts?: readonly string[];
  /** In each account. */
  instances?: number;
  /** What each of them follows; nothing unless said. */
  schedules?: readonly InstanceScheduleChoice[];
}

const INSTANCES_PER_WRITE = 200;

/** Accounts and instances as rows, without AWS: what schedules need. Answers with `ins_…` ids. */
export async function createFleet(
  runtime: TestRuntime,
  options: FleetOptions = {},
): Promise<string[]> {
  await ensureDefaults(runtime);
  const ids: string[] = [];
  for (const [index, accountRef] of (options.accounts ?? ["acc_1"]).entries()) {
    await addAccount(runtime, { accountRef, index });
    const count = options.instances ?? 1;
    for (let from = 0; from < count; from += INSTANCES_PER_WRITE) {
      const to = Math.min(count, from + INSTANCES_PER_WRITE);
      ids.push(...(await addInstances(runtime, { accountRef, index, from, to })));
    }
  }
  for (const schedule of options.schedules ?? []) await followAll(runtime, ids, schedule);
  return ids;
}

/** Every instance follows the schedule from now on: `linkSchedule` for many. */
export async function followAll(
  runtime: TestRuntime,
  instanceRefs: readonly string[],
  choice: InstanceScheduleChoice,
): Promise<void> {
  const ctx = systemContext(runtime);
  const now = runtime.clock.now();
  for (let start = 0; start < instanceRefs.length; start += INSTANCES_PER_WRITE) {
    await runtime.db.write(async (tx) => {
      const { id: scheduleId } = await resolveScheduleChoice(tx, ctx, choice);
      const rows = instanceRefs.slice(start, start + INSTANCES_PER_WRITE).map((instanceRef) => ({
        id: newId("lnk", now, runtime.random),
        scheduleId,
        instanceRef,
        createdAt: now,
      }));
      await tx.insert(scheduleLinks).values(rows);
      const links = await listLinksById(
        tx,
        rows.map(({ id }) => id),
      );
      await planLinks(tx, ctx, { links, from: now });
    });
  }
}

async function addAccount(
  runtime: TestRuntime,
  { accountRef, index }: { accountRef: string; index: number },
): Promise<void> {
  await runtime.db.write((tx) =>
    tx.insert(accounts).values({
      id: accountRef,
      accountId: String(111_111_111_111 + index),
      partition: "aws",
      createdAt: runtime.clock.now(),
    }),
  );
}

async function addInstances(
  runtime: TestRuntime,
  input: { accountRef: string; index: number; from: number; to: number },
): Promise<string[]> {
  const { accountRef, index, from, to } = input;
  const now = runtime.clock.now();
  const rows = Array.from({ length: to - from }, (_, offset) => {
    const number = from + offset;
    return {
      id: `ins_${index}-${String(number).padStart(5, "0")}`,
      accountRef,
      region: "eu-central-1",
      instanceId: `i-${(index * 100_000 + number).toString(16).padStart(17, "0")}`,
      name: `server ${number}`,
      tags: {},
      state: "running" as const,
      createdAt: now,
      updatedAt: now,
    };
  });
  await runtime.db.write((tx) => tx.insert(instances).values(rows));
  return rows.map(({ id }) => id);
}
