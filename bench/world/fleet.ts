import { eq } from "drizzle-orm";
import { MINUTE } from "#lib/clock";
import { addCredential } from "#lib/credentials/add-credential";
import { accounts, instances, scheduleLinks } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import { planLinks } from "#lib/schedules/plan-link";
import { resolveScheduleChoice } from "#lib/schedules/resolve-schedule-choice";
import { listLinksById } from "#lib/schedules/schedule-links.repo";
import type { VolumeInput } from "#simulator/control/contract";
import type { Installation } from "./installation";
import type { BenchSimulator } from "./simulator";

export interface FleetPlace {
  region: string;
  count: number;
  volumes?: VolumeInput[];
}

/** One account of the simulator, reached by one access key. */
export interface BenchAccount {
  accountRef: string;
  accountId: string;
  credentialId: string;
  key: { accessKeyId: string; secretAccessKey: string };
}

export interface BenchInstance {
  id: string;
  instanceId: string;
  account: BenchAccount;
  region: string;
}

const ROWS_PER_WRITE = 200;
const CREATED_AT_ONCE = 20;

export async function addAccount(
  simulator: BenchSimulator,
  { runtime, ctx }: Installation,
  region = "eu-central-1",
): Promise<BenchAccount> {
  const { accountId, keys } = await simulator.control.createAccount({ name: "bench" });
  const [key] = keys;
  if (!key) throw new Error("An account of the simulator has a key.");
  const { accessKeyId, secretAccessKey } = key;
  const name = `bench ${accountId}`;
  const input = { kind: "access_key" as const, name, region, accessKeyId, secretAccessKey };
  const credential = await addCredential(ctx, input);
  const [account] = await runtime.db.read
    .select()
    .from(accounts)
    .where(eq(accounts.accountId, accountId));
  if (!account) throw new Error("A credential brings its account.");
  return {
    accountRef: account.id,
    accountId,
    credentialId: credential.id,
    key: { accessKeyId, secretAccessKey },
  };
}

/** Instances there and here, without the calls that adding each by hand makes. */
export async function addInstances(
  simulator: BenchSimulator,
  installation: Installation,
  { account, place }: { account: BenchAccount; place: FleetPlace },
): Promise<BenchInstance[]> {
  const { runtime } = installation;
  const made: BenchInstance[] = [];
  let next = 0;
  const create = async (): Promise<void> => {
    while (next < place.count) {
      const number = next++;
      const { instanceId } = await simulator.control.createInstance({
        accountId: account.accountId,
        region: place.region,
        name: `server ${number}`,
        ...(place.volumes === undefined ? {} : { volumes: place.volumes }),
      });
      const id = newId("ins", runtime.clock.now());
      made.push({ id, instanceId, account, region: place.region });
    }
  };
  await Promise.all(Array.from({ length: CREATED_AT_ONCE }, create));
  for (let from = 0; from < made.length; from += ROWS_PER_WRITE) {
    const now = runtime.clock.now();
    const rows = made.slice(from, from + ROWS_PER_WRITE).map((instance, index) => ({
      id: instance.id,
      accountRef: account.accountRef,
      credentialId: account.credentialId,
      region: instance.region,
      instanceId: instance.instanceId,
      name: `server ${from + index}`,
      tags: {},
      state: "running" as const,
      seenAt: now,
      createdAt: now,
      updatedAt: now,
    }));
    await runtime.db.write((tx) => tx.insert(instances).values(rows));
  }
  return made;
}

/** All of them once a day, for the first time at the next full minute that is far enough away. */
export async function followAtOnce(
  { runtime, ctx }: Installation,
  { instanceIds, afterMs }: { instanceIds: readonly string[]; afterMs: number },
): Promise<number> {
  const now = runtime.clock.now();
  const dueAt = Math.ceil((now + afterMs) / MINUTE) * MINUTE;
  const due = new Date(dueAt);
  const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  for (let from = 0; from < instanceIds.length; from += ROWS_PER_WRITE) {
    await runtime.db.write(async (tx) => {
      const choice = { schedule, zone: "UTC" };
      const { id: scheduleId } = await resolveScheduleChoice(tx, ctx, choice);
      const rows = instanceIds.slice(from, from + ROWS_PER_WRITE).map((instanceRef) => ({
        id: newId("lnk", now),
        scheduleId,
        instanceRef,
        createdAt: now,
      }));
      await tx.insert(scheduleLinks).values(rows);
      const ids = rows.map(({ id }) => id);
      await planLinks(tx, ctx, { links: await listLinksById(tx, ids), from: now });
    });
  }
  return dueAt;
}
