import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { startBackup } from "../backups/start-backup";
import { DAY } from "../clock";
import { alertMembers, alerts, backups } from "../db/schema";
import { ensureDefaults } from "../settings/ensure-defaults";
import { updateSettings } from "../settings/update-settings";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { addHistory } from "../testing/history";
import { userContext } from "../testing/contexts";
import { signedIn } from "../testing/people";
import { flagSlowBackups } from "./flag-slow-backups";

const HOUR = 3_600_000;
let world: BackupWorld;
beforeEach(async () => {
  world = await createBackupWorld();
  await ensureDefaults(world.runtime);
  await world.sim.control.configure({ pace: { baseMs: 3 * HOUR, perGibMs: 0, jitter: 0 } });
});
afterEach(() => world.close());

async function begin(): Promise<string> {
  const [instance] = world.fleet;
  const ctx = userContext(world.runtime, "operator");
  const { id } = await startBackup(ctx, { instanceId: instance?.id ?? "" });
  await world.live(60_000);
  return id;
}

async function openAlerts() {
  const slow = eq(alerts.kind, "backups.slow");
  const rows = await world.runtime.db.read.select().from(alerts).where(slow);
  return rows.filter(({ closedAt }) => closedAt === null);
}

test("a backup that takes longer than the timeout alerts once, and goes on", async () => {
  const id = await begin();
  await updateSettings(await signedIn(userContext(world.runtime, "admin")), {
    backupTimeoutHours: 1,
  });
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toEqual([]);
  await world.live(HOUR, { stepMs: 600_000 });
  await flagSlowBackups(world.system);
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toMatchObject([{ memberCount: 1, severity: "warning" }]);
  const members = await world.runtime.db.read.select().from(alertMembers);
  expect(members.map(({ entityId }) => entityId)).toEqual([id]);
  expect((await world.backup(id)).status).toBe("pending");
  expect(await world.calls("CreateImage")).toBe(1);
});

test("the alert closes when the backup ends, and when the timeout is raised", async () => {
  const id = await begin();
  const admin = await signedIn(userContext(world.runtime, "admin"));
  await updateSettings(admin, { backupTimeoutHours: 1 });
  await world.live(HOUR, { stepMs: 600_000 });
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toHaveLength(1);
  await updateSettings(admin, { backupTimeoutHours: 24 });
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toEqual([]);
  await updateSettings(admin, { backupTimeoutHours: 1 });
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toHaveLength(1);
  await world.live(2 * HOUR, { stepMs: 600_000 });
  expect((await world.backup(id)).status).toBe("available");
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toEqual([]);
});

test("of more than one write takes, each is told, and none twice", async () => {
  const [instance] = world.fleet;
  const now = world.runtime.clock.now();
  const made = Array.from({ length: 250 }, (_, index) => now - DAY - index * 60_000);
  await addHistory(world.runtime, instance?.id ?? "", made);
  const set = { status: "pending" as const, startedAt: now - DAY };
  await world.runtime.db.write((tx) => tx.update(backups).set(set));
  await updateSettings(await signedIn(userContext(world.runtime, "admin")), {
    backupTimeoutHours: 1,
  });
  await flagSlowBackups(world.system);
  await flagSlowBackups(world.system);
  expect(await openAlerts()).toMatchObject([{ memberCount: 250 }]);
});
