import { afterEach, beforeEach, expect, it } from "vitest";
import type { FaultPoint } from "../fault-points";
import type { NewFault } from "#simulator/core/fault-rules";
import { createBackupWorld, type BackupWorld, type WorldInstance } from "../testing/backup-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { pollImages } from "./poll-images";
import { runBackup } from "./run-backup";
import { startBackup } from "./start-backup";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let world: BackupWorld;
let other: TestRuntime;
let instance: WorldInstance;

beforeEach(async () => {
  world = await createBackupWorld();
  other = await createTestRuntime({
    folder: world.runtime.folder,
    simulatorUrl: world.sim.url,
    seed: "other",
    now: world.runtime.clock.now(),
  });
  const [first] = world.fleet;
  if (!first) throw new Error("no instance");
  instance = first;
});

afterEach(async () => {
  await other.close();
  await world.close();
});

async function start(...effects: Array<NewFault["effect"]>): Promise<string> {
  for (const effect of effects) {
    await world.sim.control.addFault({ scope: { action: "CreateImage" }, times: 1, effect });
  }
  const { id } = await startBackup(world.operator, { instanceId: instance.id });
  await world.tick();
  return id;
}

/** The other process works until it stands still at the point; the answer wakes it up. */
async function standStill(
  point: FaultPoint,
  work: (runtime: TestRuntime) => Promise<unknown>,
): Promise<() => Promise<void>> {
  let arrive = (): void => undefined;
  let resume = (): void => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const held = new Promise<void>((resolve) => (resume = resolve));
  other.clock.set(world.runtime.clock.now());
  other.faultPoint = (name) => {
    if (name !== point) return undefined;
    arrive();
    return held;
  };
  const working = work(other);
  await Promise.race([reached, working.then(() => Promise.reject(new Error("never there")))]);
  return async () => {
    other.clock.set(world.runtime.clock.now());
    delete other.faultPoint;
    resume();
    await working;
  };
}

it("a look that is older than the quiet minute does not let a name be sent again", async () => {
  const id = await start({ kind: "loseReply" }, { kind: "visibilityLag", ms: 40 * SECOND });
  await world.advance(30 * SECOND);
  const wakeUp = await standStill("after-look", (runtime) => runBackup(runtime, { backupId: id }));
  await world.advance(60 * SECOND);
  await wakeUp();
  expect(await world.calls("CreateImage")).toBe(1);
  await world.live(2 * MINUTE);
  expect(await world.backup(id)).toMatchObject({ status: "available" });
  expect(await world.calls("CreateImage")).toBe(1);
});

it("a look of half an hour ago does not say that an image never appeared", async () => {
  await world.sim.control.configure({ pace: { baseMs: 120 * MINUTE } });
  const id = await start({ kind: "visibilityLag", ms: MINUTE });
  await world.advance(16 * SECOND);
  const wakeUp = await standStill("after-look", (runtime) => pollImages(runtime, instance));
  await world.live(35 * MINUTE, { stepMs: MINUTE });
  await wakeUp();
  expect(await world.backup(id)).toMatchObject({ status: "pending" });
  expect(await world.steps(id)).not.toContain("status.failed");
});

it("a look at all images of a backup counts from when it was asked", async () => {
  const id = await start({ kind: "lateFailure", afterMs: 5 * SECOND, keepsName: true });
  await world.live(MINUTE, {
    stepMs: 2_500,
    until: async () => (await world.backup(id)).attemptNumber === 2,
  });
  await world.advance(15 * SECOND);
  const wakeUp = await standStill("after-key-look", (runtime) =>
    runBackup(runtime, { backupId: id }),
  );
  await world.advance(2 * MINUTE);
  const { key } = await world.backup(id);
  const tags = {
    "amivault:owner": "amivault-test",
    "amivault:backup": key,
    "amivault:attempt": "1",
  };
  const createdAt = world.runtime.clock.now() - MINUTE;
  const images = [{ name: "shown-late", createdAt, tags }];
  await world.sim.control.seedHistory({ ...instance, images });
  await wakeUp();
  await world.live(MINUTE);
  expect(await world.calls("CreateImage")).toBe(1);
  expect(await world.liveImages()).toHaveLength(1);
});
