import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StatusTrigger } from "../backups/backup-status.pure";
import { changeStatus } from "../backups/change-status";
import { DAY, HOUR } from "../clock";
import { accounts, backups, instances, retentionPolicies } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import { systemContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createFleet } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { findRetentionInstance } from "./read-histories";
import { sweepRetention } from "./sweep-retention";

let runtime: TestRuntime;
let now: number;
let instance: string;

beforeEach(async () => {
  runtime = await createTestRuntime();
  [instance = ""] = await createFleet(runtime);
  runtime.clock.advance(2 * DAY);
  now = runtime.clock.now();
  await runtime.db.write(async (tx) => {
    await tx.update(accounts).set({ retentionConfirmedAt: now - 2 * DAY });
    await tx.update(retentionPolicies).set({ keepDays: 30 });
    await tx.update(instances).set({ retentionSweptAt: now - DAY });
  });
  await addHistory(
    runtime,
    instance,
    [1, 2, 31].map((days) => now - days * DAY),
  );
});
afterEach(() => runtime.close());

type Step = readonly [BackupStatus, StatusTrigger];
const FORGOTTEN = ["forgotten", "record_removed"] as const;
const REMOVED = [
  ["deleting", "removal"],
  ["deleted", "removed"],
] as const;
const FAILED = ["failed", "gave_up"] as const;
const DONE = ["available", "completed"] as const;

/** A scheduled run, and each of its changes as the product writes them. */
async function run(hoursAgo: number, steps: readonly Step[], from: BackupStatus = "pending") {
  const [id = ""] = await addHistory(runtime, instance, [
    { at: now - hoursAgo * HOUR, status: from },
  ]);
  for (const [to, trigger] of steps) {
    const [backup] = await runtime.db.read.select().from(backups).where(eq(backups.id, id));
    if (!backup) throw new Error("The run is there.");
    await runtime.db.write((tx) =>
      changeStatus(tx, systemContext(runtime), { backup, to, trigger, message: to }),
    );
  }
}

/** By the look before each removal, and by the sweep. */
async function isFrozen(): Promise<{ look: boolean | undefined; sweep: boolean }> {
  const found = await findRetentionInstance(runtime.db.read, { instanceRef: instance, now });
  const { planned } = await sweepRetention(runtime);
  return { look: found?.newestEndedBad, sweep: planned === 0 };
}

it.each<[string, Step[], BackupStatus?]>([
  ["failed", [FAILED]],
  ["failed and its record was removed", [FAILED, FORGOTTEN]],
  ["was missed and its record was removed", [["missed", "window_over"], FORGOTTEN], "queued"],
  ["failed and its dead image was removed", [FAILED, ...REMOVED]],
  ["failed and its dead image is being removed", [FAILED, ["deleting", "removal"]]],
])("is frozen while the newest run %s", async (_, steps, from) => {
  await run(1, steps, from);
  expect(await isFrozen()).toEqual({ look: true, sweep: true });
});

it("is frozen by a removed run of which nobody knows how it went", async () => {
  await addHistory(runtime, instance, [{ at: now - HOUR, status: "forgotten" }]);
  expect(await isFrozen()).toEqual({ look: true, sweep: true });
});

it.each<[string, Step[], BackupStatus?]>([
  ["was skipped", [["skipped", "excluded"]], "queued"],
  ["ended well and was removed", [DONE, ...REMOVED]],
  ["ended well and is gone", [DONE, ["gone", "vanished"]]],
])("looks past a newest run that %s, to a failed one and to a good one", async (_, steps, from) => {
  await run(1, steps, from);
  expect(await isFrozen()).toEqual({ look: false, sweep: false });
  await run(2, [FAILED]);
  expect((await isFrozen()).look).toBe(true);
});

it("goes on once a run succeeds, late or anew", async () => {
  await run(2, [FAILED, FORGOTTEN]);
  await run(1, [FAILED, DONE, FORGOTTEN]);
  expect((await isFrozen()).look).toBe(true);
  await run(0, [DONE]);
  expect(await isFrozen()).toEqual({ look: false, sweep: false });
});
