import { afterEach, beforeEach, expect, it } from "vitest";
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

async function start(): Promise<string> {
  const [instance] = world.fleet;
  return (await startBackup(world.operator, { instanceId: instance?.id ?? "" })).id;
}

/** The other process reads the backup, and stands still before it claims what it has read. */
async function readAndStandStill(id: string, dieAt?: string): Promise<() => Promise<void>> {
  let arrive = (): void => undefined;
  let resume = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (resume = resolve));
  other.clock.set(world.runtime.clock.now());
  other.faultPoint = (name) => {
    if (name === dieAt) throw new Error("the process died");
    if (name !== "after-token") return undefined;
    arrive();
    return held;
  };
  const stopped = runBackup(other, { backupId: id });
  await Promise.race([reached, stopped]);
  return async () => {
    other.clock.set(world.runtime.clock.now());
    resume();
    await stopped.catch(() => undefined);
  };
}

it("a worker that stood still claims nothing by an attempt that has ended since", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 1,
    effect: { kind: "throttle" },
  });
  const id = await start();
  await world.tick();
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 1,
    effect: { kind: "lateFailure", afterMs: 2_000, keepsName: false },
  });
  await world.advance(60_000);
  const resume = await readAndStandStill(id);
  await world.live(120_000, { until: async () => (await world.attempts(id)).length === 2 });
  const before = await world.backup(id);
  expect(before).toMatchObject({ status: "queued", attemptNumber: 2 });
  const sent = await world.calls("CreateImage");
  await resume();
  expect(await world.calls("CreateImage")).toBe(sent);
  expect(await world.attempts(id)).toMatchObject([
    { number: 1, status: "failed" },
    { number: 2, status: "prepared" },
  ]);
  await world.live(600_000);
  expect(await world.liveImages()).toHaveLength(1);
});

it("a worker that stood still does not send a name again that another has just sent again", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateImage" },
    times: 2,
    effect: { kind: "reset", phase: "before" },
  });
  const id = await start();
  await world.tick();
  await world.live(300_000, {
    stepMs: 1_000,
    until: async () => {
      const [attempt] = await world.attempts(id);
      return world.runtime.clock.now() >= (attempt?.lastSentAt ?? Infinity) + 59_000;
    },
  });
  expect(await world.calls("CreateImage")).toBe(1);
  await world.advance(2_000);
  const resume = await readAndStandStill(id);
  await world.live(60_000, {
    stepMs: 1_000,
    until: async () => (await world.calls("CreateImage")) === 2,
  });
  expect(await world.backup(id)).toMatchObject({ status: "creating", leaseToken: null });
  await resume();
  expect(await world.calls("CreateImage")).toBe(2);
  await world.live(600_000);
  expect(await world.liveImages()).toHaveLength(1);
});
