import { asc } from "drizzle-orm";
import type { BackupRow } from "../backups/backup-row";
import { changeStatus } from "../backups/change-status";
import { failBackup } from "../backups/fail-backup";
import { alerts } from "../db/schema";
import { TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { runLedger } from "../schedules/run-ledger";
import { runTick } from "../schedules/run-tick";
import type { InstanceScheduleChoice } from "../schedules/schemas";
import { systemContext, userContext } from "./contexts";
import { createTestRuntime } from "./create-test-runtime";
import { addTestPeople } from "./people";
import { createFleet } from "./fleet";
import { readBackups } from "./ledger";

export type RunWorld = Awaited<ReturnType<typeof createRunWorld>>;

/** `2026-02-01T12:00` in UTC. */
export const at = (text: string): number => Date.parse(`${text}Z`);

/** One instance and its schedules; the test is the scheduler, the workers and AWS. */
export async function createRunWorld(options: {
  now: string;
  schedules: readonly InstanceScheduleChoice[];
}) {
  const runtime = await createTestRuntime({ now: at(options.now) });
  await addTestPeople(runtime);
  const [instance = ""] = await createFleet(runtime, { schedules: options.schedules });
  const ctx = systemContext(runtime);
  return {
    runtime,
    ctx,
    instance,
    admin: userContext(runtime, "admin"),
    async tickAt(when: string | number): Promise<void> {
      runtime.clock.set(typeof when === "number" ? when : at(when));
      await runTick(runtime);
    },
    /** The ledger check, while the scheduler lives and says so. */
    async ledger(): Promise<void> {
      for (const name of [TICK_LEASE, TICK_DONE_LEASE]) {
        await stampLease(runtime, { name, owner: "test" });
      }
      await runLedger(runtime);
    },
    backups: () => readBackups(runtime, instance),
    /** The one that is due at that moment; the newest that is queued when left out. */
    async run(due?: string): Promise<BackupRow> {
      const rows = await readBackups(runtime, instance);
      const row = due
        ? rows.find(({ dueAt }) => dueAt === at(due))
        : rows.findLast(({ status }) => status === "queued");
      if (!row) throw new Error("There is no such run.");
      return row;
    },
    async fail(backup: BackupRow, code = "OptInRequired"): Promise<void> {
      const reason = { message: `AWS said ${code}.`, code };
      await runtime.db.write((tx) => failBackup(tx, ctx, { backup, reason, mayHeal: false }));
    },
    /** `createdAt`: the image's time by AWS's clock; ours when left out. */
    async finish(backup: BackupRow, createdAt = runtime.clock.now()): Promise<void> {
      await runtime.db.write((tx) =>
        changeStatus(tx, ctx, {
          backup,
          to: "available",
          trigger: "seen",
          set: {
            endedAt: runtime.clock.now(),
            imageId: `ami-${backup.id}`,
            imageCreatedAt: createdAt,
            notBeforeAt: null,
          },
          message: "Seen.",
        }),
      );
    },
    alerts: () => runtime.db.read.select().from(alerts).orderBy(asc(alerts.openedAt)),
    async open() {
      return (await this.alerts()).filter(({ closedAt }) => closedAt === null);
    },
    close: () => runtime.close(),
  };
}
