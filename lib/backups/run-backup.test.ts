import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { startBackup } from "./start-backup";

let world: BackupWorld;

beforeEach(async () => {
  world = await createBackupWorld();
});

afterEach(async () => {
  await world.close();
});

async function start(reboot = false): Promise<string> {
  const [instance] = world.fleet;
  if (!instance) throw new Error("no instance");
  const { id } = await startBackup(world.operator, { instanceId: instance.id, reboot });
  return id;
}

describe("runBackup", () => {
  it("makes one image, pending until AWS says available", async () => {
    const id = await start();
    await world.tick();
    expect(await world.backup(id)).toMatchObject({ status: "pending", imageState: "pending" });
    await world.live(60_000);
    const backup = await world.backup(id);
    expect(backup).toMatchObject({ status: "available", progressPercent: 100, notBeforeAt: null });
    expect(await world.liveImages()).toMatchObject([
      { imageId: backup.imageId, state: "available" },
    ]);
    expect(await world.calls("CreateImage")).toBe(1);
  });
});
