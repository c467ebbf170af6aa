import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { runBackup } from "./run-backup";
import { startBackup } from "./start-backup";

let world: BackupWorld;
let other: TestRuntime;

beforeEach(async () => {
  world = await createBackupWorld();
  other = await createTestRuntime({
    folder: world.runtime.folder,
    simulatorUrl: world.sim.url,
    seed: "other",
    now: world.runtime.clock.now(),
  });
});

afterEach(async () => {
  await other.close();
  await world.close();
});

async function start(input: { reboot?: boolean } = {}): Promise<string> {
  const [instance] = world.fleet;
  if (!instance) throw new Error("no instance");
  return (await startBackup(world.operator, { instanceId: instance.id, ...input })).id;
}

/** The other process stands still at the point, as if stopped; the answer lets it go on. */
function stopAt(point: string): { reached: Promise<void>; resume: () => void } {
  let arrive = (): void => undefined;
  let resume = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (resume = resolve));
  other.faultPoint = (name) => {
    if (name !== point) return undefined;
    arrive();
    return held;
  };
  return { reached, resume };
}

async function advance(ms: number): Promise<void> {
  other.clock.advance(ms);
  await world.advance(ms);
}

async function expectOneImage(id: string): Promise<void> {
  const backup = await world.backup(id);
  expect(backup.status).toBe("available");
  expect((await world.liveImages()).map((image) => image.imageId)).toEqual([backup.imageId]);
}

const POINTS = ["after-token", "after-claim", "after-answer"];

describe("a worker that dies", () => {
  it.each(POINTS)("%s: another takes over, and one image results", async (point) => {
    const id = await start();
    const stop = stopAt(point);
    const stopped = runBackup(other, { backupId: id });
    await stop.reached;
    await world.live(600_000);
    await expectOneImage(id);
    stop.resume();
    await stopped;
    expect(await world.attempts(id)).toHaveLength(1);
  });

  it("never has its reboot repeated", async () => {
    const id = await start({ reboot: true });
    const stop = stopAt("after-answer");
    const stopped = runBackup(other, { backupId: id });
    await stop.reached;
    await world.live(600_000);
    await expectOneImage(id);
    expect(await world.sim.control.reboots()).toHaveLength(1);
    stop.resume();
    await stopped;
  });
});

describe("a worker that was stopped past its lease", () => {
  it("does not send when it wakes up", async () => {
    const id = await start();
    const stop = stopAt("after-claim");
    const stopped = runBackup(other, { backupId: id });
    await stop.reached;
    await advance(25_000);
    // Longer than its slack, shorter than its lease: nobody has taken over yet.
    expect((await world.backup(id)).status).toBe("creating");
    stop.resume();
    await stopped;
    expect(await world.calls("CreateImage")).toBe(0);
    expect(await world.backup(id)).toMatchObject({ status: "queued", leaseToken: null });
    await world.live(120_000);
    await expectOneImage(id);
    expect(await world.attempts(id)).toMatchObject([{ number: 1, sendCount: 1 }]);
  });

  it("adds no second image after another has finished its work", async () => {
    const id = await start();
    const stop = stopAt("after-claim");
    const stopped = runBackup(other, { backupId: id });
    await stop.reached;
    await world.live(600_000);
    await expectOneImage(id);
    other.clock.set(world.runtime.clock.now());
    stop.resume();
    await stopped;
    await world.live(120_000);
    await expectOneImage(id);
    expect(await world.calls("CreateImage")).toBe(1);
  });

  it("tells its late answer to those who look for the image", async () => {
    await world.sim.control.addFault({
      scope: { action: "CreateImage" },
      effect: { kind: "visibilityLag", ms: 120_000 },
    });
    const id = await start();
    const stop = stopAt("after-answer");
    const stopped = runBackup(other, { backupId: id });
    await stop.reached;
    await advance(61_000);
    await world.tick();
    expect(await world.attempts(id)).toMatchObject([{ status: "unconfirmed", imageId: null }]);
    stop.resume();
    await stopped;
    const [image] = (await world.sim.control.images()).items;
    expect(await world.attempts(id)).toMatchObject([{ imageId: image?.imageId }]);
    await world.live(600_000);
    await expectOneImage(id);
    expect(await world.calls("CreateImage")).toBe(1);
  });
});

describe("two workers at once", () => {
  it("send one request", async () => {
    const id = await start();
    await Promise.all([
      runBackup(world.runtime, { backupId: id }),
      runBackup(other, { backupId: id }),
      runBackup(world.runtime, { backupId: id }),
      runBackup(other, { backupId: id }),
    ]);
    expect(await world.calls("CreateImage")).toBe(1);
    await world.live(60_000);
    await expectOneImage(id);
  });

  it("send an unconfirmed name again once, not twice", async () => {
    await world.sim.control.addFault({
      scope: { action: "CreateImage" },
      times: 1,
      effect: { kind: "reset", phase: "before" },
    });
    const id = await start();
    await world.tick();
    await advance(61_000);
    await Promise.all([
      runBackup(world.runtime, { backupId: id }),
      runBackup(other, { backupId: id }),
    ]);
    await world.live(60_000);
    await expectOneImage(id);
    expect(await world.calls("CreateImage")).toBe(2);
  });
});
