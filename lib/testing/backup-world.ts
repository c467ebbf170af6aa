import { eq, sql } from "drizzle-orm";
import { startSimulator, type RunningSimulator } from "#simulator/server";
import { backupRunJob, pollImagesJob } from "../backups/jobs";
import { enqueuePolls, enqueueRunnable } from "../backups/enqueue-due-work";
import { pollImages } from "../backups/poll-images";
import { runBackup } from "../backups/run-backup";
import type { AttemptRow, BackupRow } from "../backups/backup-row";
import { addCredential } from "../credentials/add-credential";
import { attempts, backupEvents, backups, instances } from "../db/schema";
import { newId } from "../ids";
import { toHandler } from "../queue/queue";
import { systemContext, userContext } from "./contexts";
import { addTestPeople, signedIn } from "./people";
import {
  createTestRuntime,
  type TestRuntime,
  type TestRuntimeOptions,
} from "./create-test-runtime";
import { TEST_NOW } from "./test-clock";

export interface WorldInstance {
  /** instances.id */
  id: string;
  /** EC2's. */
  instanceId: string;
  accountId: string;
  accountRef: string;
  region: string;
  credentialId: string;
}

export interface BackupWorldOptions extends TestRuntimeOptions {
  instances?: number;
  accounts?: number;
  regions?: readonly string[];
}

const PACE = { baseMs: 3_000, perGibMs: 20, jitter: 0 };

/** A runtime, a simulated AWS and instances under protection, all by one clock. */
export type BackupWorld = Awaited<ReturnType<typeof createBackupWorld>>;

export async function createBackupWorld(options: BackupWorldOptions = {}) {
  const sim = await startSimulator({ clock: "manual", startAt: TEST_NOW, world: "empty" });
  await sim.control.configure({ pace: PACE });
  const runtime = await createTestRuntime({ ...options, simulatorUrl: sim.url });
  const places = await addPlaces(sim, runtime, options);
  await addTestPeople(runtime);
  const fleet: WorldInstance[] = [];
  for (let index = 0; index < (options.instances ?? 1); index++) {
    const place = places[index % places.length];
    if (place) fleet.push(await addInstance(sim, runtime, { place, index }));
  }
  return { sim, runtime, fleet, ...toolsOf(sim, runtime) };
}

type Place = Omit<WorldInstance, "id" | "instanceId">;

async function addPlaces(
  sim: RunningSimulator,
  runtime: TestRuntime,
  options: BackupWorldOptions,
): Promise<Place[]> {
  const places: Place[] = [];
  const admin = await signedIn(userContext(runtime, "admin"));
  for (let number = 0; number < (options.accounts ?? 1); number++) {
    const account = await sim.control.createAccount({ name: `account-${number}` });
    const [key] = account.keys;
    if (!key) throw new Error("An account of the simulator has a key.");
    const credential = await addCredential(admin, {
      kind: "access_key",
      name: `account-${number}`,
      region: "eu-central-1",
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
    });
    for (const region of options.regions ?? ["eu-central-1"]) {
      const { accountId, accountRef, id: credentialId } = credential;
      places.push({ accountId, accountRef, credentialId, region });
    }
  }
  return places;
}

async function addInstance(
  sim: RunningSimulator,
  runtime: TestRuntime,
  { place, index }: { place: Place; index: number },
): Promise<WorldInstance> {
  const { accountId, region, accountRef, credentialId } = place;
  const name = `web-${index}`;
  const { instanceId } = await sim.control.createInstance({ accountId, region, name });
  const now = runtime.clock.now();
  const id = newId("ins", now, runtime.random);
  await runtime.db.write(async (tx) => {
    await tx.insert(instances).values({
      id,
      accountRef,
      credentialId,
      region,
      instanceId,
      name,
      tags: {},
      state: "running",
      instanceType: "t3.micro",
      createdAt: now,
      updatedAt: now,
    });
  });
  return { ...place, id, instanceId };
}

function toolsOf(sim: RunningSimulator, runtime: TestRuntime) {
  const handlers = [
    toHandler({ definition: backupRunJob, run: (payload) => runBackup(runtime, payload) }),
    toHandler({ definition: pollImagesJob, run: (payload) => pollImages(runtime, payload) }),
  ];
  const { read } = runtime.db;
  return {
    operator: userContext(runtime, "operator"),
    system: systemContext(runtime),
    /** Moves both clocks. */
    async advance(ms: number): Promise<void> {
      runtime.clock.advance(ms);
      await sim.control.advance({ ms });
    },
    /** One tick, and every job that is due. */
    async tick(): Promise<void> {
      await enqueueRunnable(runtime);
      await enqueuePolls(runtime);
      await runtime.drain(handlers);
    },
    /** Ticks as the clock goes, until `until` holds or the time is over. */
    async live(
      totalMs: number,
      { stepMs = 5_000, until }: { stepMs?: number; until?: () => Promise<boolean> } = {},
    ): Promise<void> {
      for (let passed = 0; passed < totalMs; passed += stepMs) {
        await this.tick();
        if (until && (await until())) return;
        await this.advance(stepMs);
      }
      await this.tick();
    },
    async backup(id: string): Promise<BackupRow> {
      const [row] = await read.select().from(backups).where(eq(backups.id, id));
      if (!row) throw new Error(`There is no backup ${id}.`);
      return row;
    },
    async attempts(backupId: string): Promise<AttemptRow[]> {
      return read
        .select()
        .from(attempts)
        .where(eq(attempts.backupId, backupId))
        .orderBy(attempts.number);
    },
    async steps(backupId: string): Promise<string[]> {
      const rows = await read
        .select({ type: backupEvents.type })
        .from(backupEvents)
        .where(eq(backupEvents.backupId, backupId))
        .orderBy(backupEvents.at, sql`rowid`);
      return rows.map(({ type }) => type);
    },
    /** Images that AWS holds alive, by the truth of the simulator. */
    async liveImages(instanceId?: string) {
      const query = { live: true, ...(instanceId === undefined ? {} : { instanceId }) };
      return (await sim.control.images({ ...query, limit: 1_000 })).items;
    },
    async calls(action: string): Promise<number> {
      const counts = await sim.control.callCounts({ action });
      return counts.reduce((sum, { count }) => sum + count, 0);
    },
    async close(): Promise<void> {
      await runtime.close();
      await sim.close();
    },
  };
}
