import { setTimeout as pause } from "node:timers/promises";
import { round, say } from "../report";
import { Conductor, type Disturbances } from "./conductor";
import { plantFaults } from "./faults";
import { createChaosFleet, START_WINDOW_MS, type Fleet } from "./fleet";
import { RecoveryWatch } from "./recovery";
import { seeded } from "./seeded";
import { findOrphanSnapshots, GRACE_MS, readTruth, type Truth } from "./truth";
import { Uptime } from "./uptime";
import { createChaosWorld, type ChaosOptions, type ChaosWorld } from "./world";

export interface ChaosResult extends Disturbances {
  backups: number;
  images: number;
  duplicates: number;
  missing: number;
  undetected: number;
  orphanSnapshots: number;
  lostReplies: number;
  heldBackups: number;
  recoverySecondsMax: number;
  recoveryRealSecondsMax: number;
  productMinutes: number;
  seconds: number;
  seed: string;
  /** Ended as soon as the planted bug had shown: 1, else 0. */
  early: number;
}

const LOOK_EVERY_MS = 2_000;
const TELL_EVERY_MS = 15_000;
/** By the product's clock: nothing has moved for so long, and nothing will. */
const QUIET_MS = 12 * 60_000;
/** After the last grace is over. */
const OVER_MS = 3 * 60_000;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const from = performance.now();
  say(`seed ${options.seed}, ${options.speed} times as fast`);
  const world = await createChaosWorld(options);
  try {
    const fleet = await createChaosFleet(world, options.backups);
    await plantFaults(world);
    return await run(world, { ...options, fleet, from });
  } finally {
    await world.close();
  }
}

async function run(
  world: ChaosWorld,
  { fleet, from, seed, bug }: ChaosOptions & { fleet: Fleet; from: number },
): Promise<ChaosResult> {
  const uptime = new Uptime();
  const recovery = new RecoveryWatch(world, uptime);
  const conductor = new Conductor({ world, fleet, uptime, recovery, random: seeded(seed) });
  recovery.start();
  const conducting = conductor.run();
  const ended = untilOver(world, { fleet, conductor, eager: bug !== null });
  const { truth, early } = await Promise.race([ended, conducting.then(() => ended)]);
  conductor.end();
  const { held, secondsMax } = await recovery.end();
  const { lostReplies } = await world.sim.control.summary();
  const orphans = await findOrphanSnapshots(world);
  for (const key of [...truth.missing, ...truth.undetected].slice(0, 10)) await tellOf(world, key);
  if (orphans.length > 0) say(`orphan snapshots: ${orphans.slice(0, 10).join(" ")}`);
  await world.processes.endAll();
  await conducting;
  return {
    backups: fleet.wanted.size,
    images: truth.images,
    duplicates: truth.duplicates,
    missing: truth.missing.length,
    undetected: truth.undetected.length,
    orphanSnapshots: orphans.length,
    ...conductor.done,
    lostReplies,
    heldBackups: held,
    recoverySecondsMax: round(secondsMax),
    recoveryRealSecondsMax: round(secondsMax / world.speed),
    productMinutes: round((world.now() - fleet.firstDueAt) / 60_000),
    seconds: round((performance.now() - from) / 1_000),
    seed,
    early: early ? 1 : 0,
  };
}

/** Until all is there and every disturbance was, or nothing more will come. */
async function untilOver(
  world: ChaosWorld,
  of: { fleet: Fleet; conductor: Conductor; eager: boolean },
): Promise<{ truth: Truth; early: boolean }> {
  const { fleet, conductor, eager } = of;
  const overAt = fleet.lastDueAt + START_WINDOW_MS + GRACE_MS + OVER_MS;
  const undetected = new Set<string>();
  let [moved, movedAt, toldAt] = ["", world.now(), 0];
  for (;;) {
    await pause(LOOK_EVERY_MS);
    const truth = await readTruth(world, fleet);
    for (const key of truth.undetected) undetected.add(key);
    truth.undetected = [...undetected];
    const now = world.now();
    if (truth.fingerprint !== moved) [moved, movedAt] = [truth.fingerprint, now];
    if (truth.settled && conductor.isDone) return { truth, early: false };
    const shows = truth.duplicates > 0 || truth.undetected.length > 0;
    if (eager && shows) return { truth, early: true };
    const quiet = now > fleet.lastDueAt && now - movedAt > QUIET_MS;
    if (now > overAt || (eager && quiet)) return { truth, early: eager };
    if (performance.now() - toldAt > TELL_EVERY_MS) {
      toldAt = performance.now();
      tell(truth, { fleet, conductor, now });
    }
  }
}

function tell(
  { images, missing, duplicates }: Truth,
  { fleet, conductor, now }: { fleet: Fleet; conductor: Conductor; now: number },
): void {
  const { kills, stops, redisFlushes } = conductor.done;
  const minute = Math.floor((now - fleet.firstDueAt) / 60_000);
  say(
    `  minute ${minute}: ${images} images, ${missing.length} to come, ${duplicates} too many; ${kills} kills, ${stops} stops, ${redisFlushes} flushes`,
  );
}

/** What the product says of a backup that is not as it should be. */
async function tellOf({ runtime }: ChaosWorld, key: string): Promise<void> {
  const [instanceId = "", due = ""] = key.split(" ");
  const rows = await runtime.db.read.query.backups.findMany({
    where: (row, { and, eq }) =>
      and(eq(row.instanceId, instanceId), eq(row.dueAt, Date.parse(due))),
  });
  const words = rows.map(({ id, status, statusReason, attemptNumber }) =>
    [id, status, `attempt ${attemptNumber}`, statusReason ?? ""].join(", "),
  );
  say(`  ${key}: ${words.join("; ") || "no record"}`);
}
