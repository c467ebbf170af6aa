import { MINUTE } from "#lib/clock";
import { addCredential } from "#lib/credentials/add-credential";
import { instances } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import { createSchedule } from "#lib/schedules/create-schedule";
import { userContext } from "#lib/testing/contexts";
import { addTestPeople, signedIn } from "#lib/testing/people";
import { followAll } from "#lib/testing/fleet";
import { planWaves, wantedKey, wantedOf } from "./wanted";
import type { ChaosWorld } from "./world";

/** Half of them keep the name of an image that failed. */
export const REGIONS = ["eu-central-1", "us-east-1", "ap-south-1", "eu-west-1"] as const;
const ACCOUNTS = 2;
/** From the beginning of the set-up to the first due moment. */
const LEAD_MS = 3 * MINUTE;
/** Longer than an attempt, its look-ups and the two that may follow it take. */
export const START_WINDOW_MS = 30 * MINUTE;
const CREATED_AT_ONCE = 20;
const ROWS_PER_WRITE = 200;

interface Place {
  accountId: string;
  accountRef: string;
  credentialId: string;
  region: string;
}

interface Made extends Place {
  id: string;
  instanceId: string;
}

export interface Fleet {
  /** Every backup that is wanted, as its image's tags would say it. */
  wanted: ReadonlyMap<string, number>;
  firstDueAt: number;
  lastDueAt: number;
}

/** Instances with their schedules, and the bench's own list of what is to come of them. */
export async function createChaosFleet(world: ChaosWorld, backups: number): Promise<Fleet> {
  const plan = planWaves({ backups, from: world.now() + LEAD_MS });
  const made = await createInstances(world, await createPlaces(world), plan.perInstance.length);
  for (const [number, { cron, zone }] of plan.waves.entries()) {
    const followers = made.filter((_, index) => plan.perInstance[index]?.includes(number));
    if (followers.length === 0) continue;
    world.now();
    const schedule = await createSchedule(userContext(world.runtime, "admin"), {
      name: `wave ${number}`,
      schedule: cron,
      zone,
      startWindowMinutes: START_WINDOW_MS / MINUTE,
    });
    const ids = followers.map(({ id }) => id);
    await followAll(world.runtime, ids, { scheduleId: schedule.id });
  }
  const wanted = new Map<string, number>();
  for (const [index, { instanceId }] of made.entries()) {
    for (const at of wantedOf(plan, index)) wanted.set(wantedKey({ instanceId, at }), at);
  }
  const instants = [...wanted.values()];
  const firstDueAt = Math.min(...instants);
  if (world.now() >= firstDueAt) throw new Error("The machine is too slow for this speed.");
  return { wanted, firstDueAt, lastDueAt: Math.max(...instants) };
}

async function createPlaces({ sim, runtime, now }: ChaosWorld): Promise<Place[]> {
  const places: Place[] = [];
  const admin = await signedIn(userContext(runtime, "admin"));
  await addTestPeople(runtime);
  for (let number = 0; number < ACCOUNTS; number++) {
    now();
    const { accountId, keys } = await sim.control.createAccount({ name: `account-${number}` });
    const { id: credentialId, accountRef } = await addCredential(admin, {
      kind: "access_key",
      name: `account-${number}`,
      region: REGIONS[0],
      accessKeyId: keys[0]?.accessKeyId ?? "",
      secretAccessKey: keys[0]?.secretAccessKey ?? "",
    });
    for (const region of REGIONS) places.push({ accountId, accountRef, credentialId, region });
  }
  return places;
}

async function createInstances(
  { sim, runtime, now }: ChaosWorld,
  places: readonly Place[],
  count: number,
): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  const create = async (): Promise<void> => {
    while (next < count) {
      const number = next++;
      const place = places[number % places.length];
      if (!place) return;
      const { accountId, region } = place;
      const name = `server ${number}`;
      const { instanceId } = await sim.control.createInstance({ accountId, region, name });
      made.push({ ...place, instanceId, id: newId("ins", now(), runtime.random) });
    }
  };
  await Promise.all(Array.from({ length: CREATED_AT_ONCE }, create));
  for (let from = 0; from < made.length; from += ROWS_PER_WRITE) {
    const at = now();
    const rows = made.slice(from, from + ROWS_PER_WRITE).map((instance) => ({
      id: instance.id,
      accountRef: instance.accountRef,
      credentialId: instance.credentialId,
      region: instance.region,
      instanceId: instance.instanceId,
      name: instance.instanceId,
      tags: {},
      state: "running" as const,
      createdAt: at,
      updatedAt: at,
    }));
    await runtime.db.write((tx) => tx.insert(instances).values(rows));
  }
  return made;
}
