import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { writeSetting } from "../settings/settings.repo";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;
beforeEach(async () => {
  world = await createBackupWorld();
});
afterEach(() => world.close());

it("pending images are looked at as seldom as the setting says, and soon where a person waits", async () => {
  await world.sim.control.configure({ pace: { baseMs: 10 * MINUTE, perGibMs: 0 } });
  await world.runtime.db.write((tx) =>
    writeSetting(tx, {
      key: "backups.pollSeconds",
      value: 120,
      updatedAt: world.runtime.clock.now(),
      updatedBy: null,
    }),
  );
  await startBackup(world.operator, { instanceId: world.fleet[0]?.id ?? "" });
  await world.tick();
  await world.sim.control.clearCalls();
  await world.live(15_000, { stepMs: 500 });
  expect(await world.calls("DescribeImages")).toBe(3);
  await world.sim.control.clearCalls();
  await world.live(6 * MINUTE, { stepMs: 5_000 });
  const looks = await world.calls("DescribeImages");
  expect(looks).toBeGreaterThanOrEqual(2);
  expect(looks).toBeLessThanOrEqual(4);
});
