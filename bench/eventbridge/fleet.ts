import { MINUTE } from "#lib/clock";
import { addCredential } from "#lib/credentials/add-credential";
import { instances } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import { createSchedule } from "#lib/schedules/create-schedule";
import { userContext } from "#lib/testing/contexts";
import { addTestPeople, signedIn } from "#lib/testing/people";
import { followAll } from "#lib/testing/fleet";
import { createOracle } from "#lib/testing/wall-clock-oracle";
import type { YearWorld } from "./world";

interface Wave {
  cron: string;
  zone: string;
  /** How many of each hundred instances. */
  share: number;
  startWindowMinutes: number;
  spreadMinutes?: number;
}

/**
 * By rules and by Scheduler, through gaps and overlaps of whole and half hours; windows that an hour's
 * lateness exceeds, and windows that it does not.
 */
const WAVES: readonly Wave[] = [
  { cron: "0 2 * * *", zone: "UTC", share: 6, startWindowMinutes: 240 },
  { cron: "15 5 * * *", zone: "UTC", share: 6, startWindowMinutes: 30 },
  { cron: "30 2 * * *", zone: "Europe/Berlin", share: 6, startWindowMinutes: 30 },
  { cron: "30 2 * * *", zone: "America/New_York", share: 6, startWindowMinutes: 120 },
  { cron: "45 1 * * *", zone: "Australia/Lord_Howe", share: 4, startWindowMinutes: 30 },
  { cron: "0 1 * * *", zone: "UTC", share: 4, startWindowMinutes: 120, spreadMinutes: 20 },
  { cron: "0 3 * * 1", zone: "UTC", share: 15, startWindowMinutes: 240 },
  { cron: "0 4 * * 0", zone: "UTC", share: 15, startWindowMinutes: 30 },
  { cron: "30 2 * * 0", zone: "Europe/Berlin", share: 15, startWindowMinutes: 120 },
  { cron: "30 23 * * 6", zone: "America/Santiago", share: 14, startWindowMinutes: 30 },
  { cron: "30 * * * 0", zone: "Europe/London", share: 1, startWindowMinutes: 50 },
  { cron: "0 */6 * * 1-5", zone: "America/Chicago", share: 1, startWindowMinutes: 90 },
  { cron: "20 */2 * * 0", zone: "Africa/Cairo", share: 1, startWindowMinutes: 30 },
  { cron: "0 6 15,L * *", zone: "UTC", share: 3, startWindowMinutes: 240 },
  { cron: "0 7 1 * 5", zone: "Asia/Kolkata", share: 3, startWindowMinutes: 30 },
];

const PLACES = [
  { account: 0, region: "eu-central-1" },
  { account: 0, region: "us-east-1" },
  { account: 1, region: "eu-central-1" },
] as const;

export interface Occurrence {
  /** `i-… 2026-01-01T02:00:00Z`, as the image's tags say it. */
  key: string;
  instanceRef: string;
  instanceId: string;
  dueAt: number;
  startWindowMs: number;
}

export interface YearFleet {
  /** instances.id */
  ids: string[];
  /** Everything that is to come between two instants, by the walk over the wall clock. */
  occurrences: ReadonlyMap<string, Occurrence>;
}

/** Instances with their schedules, and the bench's own list of what is to come of them. */
export async function createYearFleet(
  world: YearWorld,
  { instances, from, to }: { instances: number; from: number; to: number },
): Promise<YearFleet> {
  const places = await createPlaces(world);
  const ids: string[] = [];
  const occurrences = new Map<string, Occurrence>();
  const total = WAVES.reduce((sum, { share }) => sum + share, 0);
  let shared = 0;
  for (const [number, wave] of WAVES.entries()) {
    const first = Math.round((shared * instances) / total);
    shared += wave.share;
    const count = Math.round((shared * instances) / total) - first;
    if (count === 0) continue;
    const made: Made[] = [];
    for (let index = first; index < first + count; index++) {
      made.push(await addInstance(world, { place: places[number % places.length], index }));
    }
    await follow(world, { wave, number, made });
    const due = createOracle({ zone: wave.zone, fromMs: from, toMs: to }).due({
      cron: wave.cron,
      fromMs: from,
      toMs: to,
    });
    const startWindowMs = wave.startWindowMinutes * MINUTE;
    for (const { id, instanceId } of made) {
      ids.push(id);
      for (const dueAt of due) {
        const key = keyOf({ instanceId, dueAt });
        occurrences.set(key, { key, instanceRef: id, instanceId, dueAt, startWindowMs });
      }
    }
  }
  return { ids, occurrences };
}

export function keyOf({ instanceId, dueAt }: { instanceId: string; dueAt: number }): string {
  return `${instanceId} ${new Date(dueAt).toISOString().slice(0, 19)}Z`;
}

interface Place {
  accountId: string;
  accountRef: string;
  credentialId: string;
  region: string;
}

interface Made {
  id: string;
  instanceId: string;
}

async function createPlaces({ sim, runtime }: YearWorld): Promise<Place[]> {
  const made: Array<Omit<Place, "region">> = [];
  const admin = await signedIn(userContext(runtime, "admin"));
  await addTestPeople(runtime);
  for (const number of new Set(PLACES.map(({ account }) => account))) {
    const name = `account-${number}`;
    const { accountId, keys } = await sim.control.createAccount({ name });
    const { id: credentialId, accountRef } = await addCredential(admin, {
      kind: "access_key",
      name,
      region: "eu-central-1",
      accessKeyId: keys[0]?.accessKeyId ?? "",
      secretAccessKey: keys[0]?.secretAccessKey ?? "",
    });
    made.push({ accountId, accountRef, credentialId });
  }
  return PLACES.flatMap(({ account, region }) => {
    const of = made[account];
    return of ? [{ ...of, region }] : [];
  });
}

async function addInstance(
  { sim, runtime }: YearWorld,
  { place, index }: { place: Place | undefined; index: number },
): Promise<Made> {
  if (!place) throw new Error("There are places.");
  const { accountId, accountRef, credentialId, region } = place;
  const name = `server ${index}`;
  const { instanceId } = await sim.control.createInstance({ accountId, region, name });
  const now = runtime.clock.now();
  const id = newId("ins", now, runtime.random);
  await runtime.db.write((tx) =>
    tx.insert(instances).values({
      id,
      accountRef,
      credentialId,
      region,
      instanceId,
      name,
      tags: {},
      state: "running",
      createdAt: now,
      updatedAt: now,
    }),
  );
  return { id, instanceId };
}

async function follow(
  { runtime }: YearWorld,
  { wave, number, made }: { wave: Wave; number: number; made: readonly Made[] },
): Promise<void> {
  const { cron, zone, startWindowMinutes, spreadMinutes = 0 } = wave;
  const { id: scheduleId } = await createSchedule(userContext(runtime, "admin"), {
    name: `wave ${number}`,
    schedule: cron,
    zone,
    startWindowMinutes,
    spreadMinutes,
  });
  const ids = made.map(({ id }) => id);
  await followAll(runtime, ids, { scheduleId });
}
