import { afterEach, describe, expect, it } from "vitest";
import { instances } from "../db/schema";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { findStartTarget } from "./backup-target.repo";
import { createScheduledBackup } from "./create-scheduled-backup";
import { enqueueRunnable } from "./enqueue-due-work";
import { listRunnableBackups } from "./list-runnable-backups";
import { queueDueBackups } from "./queue-due-backups";

let world: BackupWorld;
const HOUR = 3_600_000;
afterEach(async () => {
  await world.close();
});

async function queueScheduled(instanceRef: string, dueAt: number): Promise<string> {
  return world.runtime.db.write(async (tx) => {
    const target = await findStartTarget(tx, instanceRef);
    if (!target) throw new Error("no target");
    const wanted = { target, dueAt, startWindowEndsAt: dueAt + 4 * HOUR };
    const { backup } = await createScheduledBackup(tx, world.system, wanted);
    await queueDueBackups(tx, world.system, [backup]);
    return backup.id;
  });
}

describe("what the tick finds", () => {
  it("takes turns between accounts, so that one backlog delays nobody", async () => {
    world = await createBackupWorld({ instances: 30, accounts: 2 });
    const now = world.runtime.clock.now();
    const [first, second] = new Set(world.fleet.map(({ accountRef }) => accountRef));
    const bySecond = new Set<string>();
    for (const instance of world.fleet) {
      const late = instance.accountRef === second;
      if (late && bySecond.size >= 3) continue;
      const id = await queueScheduled(instance.id, late ? now - 1_000 : now - HOUR);
      if (late) bySecond.add(id);
    }
    expect(first).not.toBe(second);
    const ids = await listRunnableBackups(world.runtime, { now, limit: 8 });
    expect(ids.filter((id) => bySecond.has(id))).toHaveLength(3);
  });

  it("enqueues no more than the bucket admits soon", async () => {
    world = await createBackupWorld({
      instances: 60,
      env: { AMIVAULT_API_SHARE_PERCENT: "50" },
    });
    const now = world.runtime.clock.now();
    for (const instance of world.fleet) await queueScheduled(instance.id, now);
    await enqueueRunnable(world.runtime);
    // A capacity of 50 and 5 a second, half of it: 25 now, and 12 in the next 5 s.
    expect(world.runtime.queue.waiting().length).toBeLessThanOrEqual(38);
    expect(world.runtime.queue.waiting().length).toBeGreaterThan(5);
  });

  it("lets a backup wait for another of its instance that is still being made", async () => {
    world = await createBackupWorld();
    await world.sim.control.configure({ pace: { baseMs: 120_000, perGibMs: 0 } });
    const [instance] = world.fleet;
    const now = world.runtime.clock.now();
    const first = await queueScheduled(instance?.id ?? "", now - 1_000);
    await world.tick();
    const second = await queueScheduled(instance?.id ?? "", now);
    await world.live(60_000);
    expect((await world.backup(first)).status).toBe("pending");
    const waiting = await world.backup(second);
    expect(waiting).toMatchObject({ status: "queued", statusCode: "OtherBackupUnfinished" });
    await world.live(400_000);
    expect((await world.backup(second)).status).toBe("available");
    expect(await world.liveImages()).toHaveLength(2);
  });

  it.each([
    ["paused", { paused: true }, "skipped"],
    ["removed", { removedAt: 1 }, "skipped"],
    ["terminated", { state: "terminated" as const }, "skipped"],
    ["without a credential", { credentialId: null }, "failed"],
  ])("does not start what waits for an instance that is %s", async (_name, set, status) => {
    world = await createBackupWorld();
    const id = await queueScheduled(world.fleet[0]?.id ?? "", world.runtime.clock.now());
    await world.runtime.db.write(async (tx) => {
      await tx.update(instances).set(set);
    });
    await world.tick();
    expect(await world.backup(id)).toMatchObject({ status, notBeforeAt: null });
    expect(await world.calls("CreateImage")).toBe(0);
  });

  it("reboots as the instance is set when its moment has come", async () => {
    world = await createBackupWorld();
    const id = await queueScheduled(world.fleet[0]?.id ?? "", world.runtime.clock.now());
    await world.runtime.db.write(async (tx) => {
      await tx.update(instances).set({ rebootOnBackup: true });
    });
    await world.tick();
    expect(await world.backup(id)).toMatchObject({ status: "pending", reboot: true });
    expect(await world.sim.control.reboots()).toHaveLength(1);
  });
});
