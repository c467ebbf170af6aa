import { afterEach, expect, it } from "vitest";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { isInsideWrite, type FaultPoint } from "../fault-points";
import type { TestRuntime } from "../testing/create-test-runtime";
import { toHandler } from "../queue/queue";
import { backupRunJob } from "./jobs";
import { listRegionsToPoll } from "./enqueue-due-work";
import { listRunnableBackups } from "./list-runnable-backups";
import { pollImages } from "./poll-images";
import { runBackup } from "./run-backup";
import { startBackup } from "./start-backup";

/** `CHAOS_SEED=7` repeats a run. */
const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const BACKUPS = 60;
const DEATH_SHARE = 0.08;

let world: BackupWorld;
afterEach(async () => {
  await world.close();
});

/** Mulberry32: small, and the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function plantFaults(): Promise<void> {
  const { control } = world.sim;
  const scope = { action: "CreateImage" };
  await control.addFault({ scope, effect: { kind: "visibilityLag", ms: [0, 60_000] } });
  await control.addFault({ scope, probability: 0.3, effect: { kind: "loseReply", by: "reset" } });
  await control.addFault({
    scope,
    probability: 0.05,
    effect: { kind: "error", code: "InternalError", httpStatus: 500 },
  });
  await control.addFault({
    scope: { action: "Describe*" },
    probability: 0.05,
    effect: { kind: "error", code: "InternalError", httpStatus: 500 },
  });
  for (const keepsName of [true, false]) {
    await control.addFault({
      scope: { ...scope, region: keepsName ? "eu-central-1" : "us-east-1" },
      probability: 0.05,
      effect: { kind: "lateFailure", afterMs: [1_000, 90_000], keepsName },
    });
  }
}

/** Runs a job in a process that may die at any of its fault points; a dead one never goes on. */
async function runMortal(
  job: (runtime: TestRuntime) => Promise<unknown>,
  random: () => number,
): Promise<boolean> {
  let die = (): void => undefined;
  const death = new Promise<"died">((resolve) => (die = () => resolve("died")));
  const faultPoint = async (point: FaultPoint): Promise<void> => {
    // Only a real process can die there without a trace: worker/process-tests does it.
    if (isInsideWrite(point)) return;
    if (random() >= DEATH_SHARE) return;
    die();
    await new Promise(() => undefined);
  };
  const end = await Promise.race([job({ ...world.runtime, faultPoint }), death]);
  return end === "died";
}

async function liveOn(random: () => number): Promise<{ deaths: number; open: number }> {
  let deaths = 0;
  const { runtime } = world;
  for (let minute = 0; minute < 600; minute++) {
    const now = runtime.clock.now();
    const ids = new Set(await listRunnableBackups(runtime, { now, limit: 1_000 }));
    // What the last looks have enqueued; the jobs themselves run below, mortal.
    await runtime.drain([
      toHandler({
        definition: backupRunJob,
        run: async ({ backupId }) => void ids.add(backupId),
      }),
    ]);
    const places = await listRegionsToPoll(runtime);
    const ends = await Promise.all([
      ...[...ids].map((backupId) => runMortal((mortal) => runBackup(mortal, { backupId }), random)),
      ...places.map((place) => runMortal((mortal) => pollImages(mortal, place), random)),
    ]);
    deaths += ends.filter(Boolean).length;
    const open = await countOpen();
    if (open === 0) return { deaths, open };
    await world.advance(10_000);
  }
  return { deaths, open: await countOpen() };
}

let started: string[] = [];

async function countOpen(): Promise<number> {
  const rows = await Promise.all(started.map((id) => world.backup(id)));
  return rows.filter(({ status }) => status !== "available").length;
}

it("ends with exactly one live image per backup, whatever is lost, late, failed or killed", async () => {
  const random = seeded(SEED);
  world = await createBackupWorld({
    instances: BACKUPS,
    accounts: 2,
    regions: ["eu-central-1", "us-east-1"],
    seed: `chaos-${SEED}`,
  });
  await plantFaults();
  started = [];
  for (const instance of world.fleet) {
    started.push((await startBackup(world.operator, { instanceId: instance.id })).id);
  }

  const { deaths, open } = await liveOn(random);

  const told = `CHAOS_SEED=${SEED}, ${deaths} deaths`;
  expect(open, told).toBe(0);
  const images = await world.liveImages();
  const perBackup = new Map<string, number>();
  for (const image of images) {
    const key = image.tags["amivault:backup"] ?? "none";
    perBackup.set(key, (perBackup.get(key) ?? 0) + 1);
  }
  const rows = await Promise.all(started.map((id) => world.backup(id)));
  expect(images.map(({ imageId }) => imageId).toSorted(), told).toEqual(
    rows.map(({ imageId }) => imageId).toSorted(),
  );
  expect(
    [...perBackup.values()].every((count) => count === 1),
    told,
  ).toBe(true);
  expect(perBackup.size, told).toBe(BACKUPS);
  expect(deaths, told).toBeGreaterThan(3);
}, 120_000);
