import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "../clock";
import { alerts, snapshots } from "../db/schema";
import { deleteBackup } from "../removal/delete-backup";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { clearWellAgain } from "./clear-well-again";

let world: RemovalWorld;
beforeEach(async () => {
  world = await createRemovalWorld();
});
afterEach(() => world.close());

const victim = () => world.at(0).id;

describe("the alert of a removal that AWS refused", () => {
  beforeEach(async () => {
    await world.sim.control.deny({ action: "ec2:DeregisterImage" });
    await world.start();
    await world.remove();
  });

  const look = async () => {
    await clearWellAgain(world.system);
    const [alert] = await world.runtime.db.read
      .select()
      .from(alerts)
      .where(eq(alerts.kind, "removal.failed"));
    return alert?.status;
  };

  it("stays while it may be asked for again, and closes once two days have passed", async () => {
    expect(await look()).toBe("open");
    world.runtime.clock.advance(2 * DAY);
    expect(await look()).toBe("open");
    world.runtime.clock.advance(1);
    expect(await look()).toBe("closed");
  });

  it.each<[string, () => Promise<unknown>]>([
    ["it is held", () => world.setBackup(victim(), { heldAt: 1 })],
    ["its image is gone", () => world.setBackup(victim(), { status: "gone" })],
    ["it was removed otherwise", () => world.setBackup(victim(), { status: "deleted" })],
    [
      "its record is removed",
      () => deleteBackup(world.admin, { backupId: victim(), mode: "record" }),
    ],
  ])("closes when %s", async (_, settle) => {
    await settle();
    expect(await look()).toBe("closed");
  });

  it("stays while it is being removed, and while snapshots are chased", async () => {
    world.runtime.clock.advance(3 * DAY);
    await world.setBackup(victim(), { status: "deleting" });
    expect(await look()).toBe("open");
    await world.setBackup(victim(), { status: "deleted" });
    await world.runtime.db.write((tx) =>
      tx.insert(snapshots).values({
        id: "snp_1",
        backupId: victim(),
        snapshotId: "snap-1",
        chaseAt: 1,
        updatedAt: 1,
      }),
    );
    expect(await look()).toBe("open");
  });

  it("closes when a later removal finds that it must stay", async () => {
    await world.start();
    await world.sim.control.failImage({ imageId: world.at(-1).imageId });
    await world.remove();
    expect((await world.victim()).statusReason).toMatch(/was to stay in its place/);
    const [alert] = await world.runtime.db.read.select().from(alerts);
    expect(alert).toMatchObject({
      status: "closed",
      closedReason: "It is not being removed any more.",
    });
  });
});
