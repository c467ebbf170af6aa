import { afterEach, beforeEach, expect, it } from "vitest";
import { backupEvents } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { listLatestReports } from "./awaited.repo";
import { startBackup } from "./start-backup";

let world: BackupWorld;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(() => world.close());

it.each([
  ["1", "2"],
  ["2", "1"],
])(
  "of two reports of one millisecond the later counts, whatever their ids: %s, %s",
  async (...ids) => {
    const [instance] = world.fleet;
    const { id: backupId } = await startBackup(world.operator, { instanceId: instance?.id ?? "" });
    const at = world.runtime.clock.now();
    const types = ["function.started", "function.failed"];
    await world.runtime.db.write(async (tx) => {
      for (const [index, type] of types.entries()) {
        await tx
          .insert(backupEvents)
          .values({ id: ids[index] ?? "", backupId, at, type, message: type });
      }
    });
    const latest = await listLatestReports(world.runtime.db.read, [backupId]);
    expect(latest.get(backupId)?.type).toBe("function.failed");
  },
);
