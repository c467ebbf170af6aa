import { eq } from "drizzle-orm";
import { imageRequest } from "#lambda/contract/image-request";
import type { BackupRow } from "../backups/backup-row";
import { alerts, backupEvents, backups, instances, scheduleLinks, schedules } from "../db/schema";
import { newId } from "../ids";
import { TICK_DONE_LEASE, TICK_LEASE } from "../health/get-readiness";
import { stampLease } from "../leases/stamp-lease";
import { runLedger } from "../schedules/run-ledger";
import { runTick } from "../schedules/run-tick";
import { createBackupWorld, type BackupWorldOptions, type WorldInstance } from "./backup-world";
import { followAll } from "./fleet";
import { readBackups, readLedgerLines } from "./ledger";
import { ensureDefaults } from "../settings/ensure-defaults";
import { at } from "./run-world";

export type AwaitedWorld = Awaited<ReturnType<typeof createAwaitedWorld>>;

/** Instances whose schedules AWS fires by itself; the test is EventBridge and its function. */
export async function createAwaitedWorld(
  options: BackupWorldOptions & { cron?: string; startWindowMs?: number } = {},
) {
  const world = await createBackupWorld(options);
  const { runtime } = world;
  await ensureDefaults(runtime);
  const refs = world.fleet.map(({ id }) => id);
  await followAll(runtime, refs, { schedule: options.cron ?? "0 12 * * *" });
  const { startWindowMs } = options;
  if (startWindowMs !== undefined) {
    await runtime.db.write((tx) => tx.update(schedules).set({ startWindowMs }));
  }
  const [first] = world.fleet;
  if (!first) throw new Error("A world has an instance.");
  const tools = { ...toolsOf(world), first };
  for (const ref of refs) await tools.handOver(ref);
  return { ...world, ...tools };
}

function toolsOf(world: Awaited<ReturnType<typeof createBackupWorld>>) {
  const { runtime, sim } = world;
  const { read, write } = runtime.db;
  const patchLinks = (ref: string, set: Partial<typeof scheduleLinks.$inferInsert>) =>
    write((tx) => tx.update(scheduleLinks).set(set).where(eq(scheduleLinks.instanceRef, ref)));
  return {
    /** As if all of it were confirmed in AWS. */
    async handOver(ref: string): Promise<void> {
      const links = await read
        .select()
        .from(scheduleLinks)
        .where(eq(scheduleLinks.instanceRef, ref));
      await write(async (tx) => {
        await tx.update(instances).set({ scheduler: "eventbridge" }).where(eq(instances.id, ref));
        for (const { id, plannedVersion } of links) {
          await tx
            .update(scheduleLinks)
            .set({
              scheduler: "eventbridge",
              awsVersion: plannedVersion,
              awsFromAt: runtime.clock.now(),
            })
            .where(eq(scheduleLinks.id, id));
        }
      });
    },
    takeBack: (ref: string) => patchLinks(ref, { scheduler: "local" }),
    /** What AWS's function does for a moment. */
    async fire(
      instance: WorldInstance,
      due: string | number,
      more: { tags?: Record<string, string> } = {},
    ): Promise<string> {
      const { accountId, region, instanceId, credentialId } = instance;
      const dueAt = typeof due === "number" ? due : at(due);
      const { tags, ...request } = imageRequest({
        installationId: runtime.config.installationId,
        accountId,
        region,
        instanceId,
        due: { dueAt },
        at: dueAt,
        attempt: 1,
        instanceName: "web",
        description: "",
        reboot: false,
      });
      const ec2 = await runtime.aws.ec2({ credentialId, region, purpose: "create" });
      // As the function does; it also tells the SDK what time it is there.
      await ec2.findImages({ names: [request.name] });
      const own = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      const created = await ec2.createImage({ ...request, tags: more.tags ?? own }, {});
      return created.imageId;
    },
    /** As the callback writes it. */
    async report(backup: BackupRow, type: string, message: string, code?: string): Promise<void> {
      const now = runtime.clock.now();
      await write((tx) =>
        tx.insert(backupEvents).values({
          id: newId("bev", now, runtime.random),
          backupId: backup.id,
          at: now,
          type: `function.${type}`,
          message,
          data: { code },
        }),
      );
    },
    /** What a report asks for. */
    async lookNow({ id }: BackupRow): Promise<void> {
      const notBeforeAt = runtime.clock.now();
      await write((tx) => tx.update(backups).set({ notBeforeAt }).where(eq(backups.id, id)));
    },
    /** The tick, the looks and the ledger check, as the clock goes to an instant. */
    async liveTo(text: string, stepMs = 60_000): Promise<void> {
      for (;;) {
        await runTick(runtime);
        await world.tick();
        for (const name of [TICK_LEASE, TICK_DONE_LEASE]) {
          await stampLease(runtime, { name, owner: "test" });
        }
        await runLedger(runtime);
        const leftMs = at(text) - runtime.clock.now();
        if (leftMs <= 0) return;
        await world.advance(Math.min(stepMs, leftMs));
      }
    },
    /** Nobody runs until then. */
    async sleepTo(text: string): Promise<void> {
      const ms = at(text) - runtime.clock.now();
      runtime.clock.advance(ms);
      await sim.control.advance({ ms });
    },
    lines: (ref: string) => readLedgerLines(runtime, ref),
    async run(ref: string, due: string): Promise<BackupRow> {
      const row = (await readBackups(runtime, ref)).find(({ dueAt }) => dueAt === at(due));
      if (!row) throw new Error("There is no such run.");
      return row;
    },
    async openAlerts() {
      const rows = await read
        .select({ kind: alerts.kind, severity: alerts.severity, closedAt: alerts.closedAt })
        .from(alerts);
      return rows
        .filter(({ closedAt }) => closedAt === null)
        .map(({ kind, severity }) => `${kind} ${severity}`);
    },
    async allAlerts() {
      return read.select().from(alerts);
    },
  };
}
