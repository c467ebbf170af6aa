import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startSimulator, type RunningSimulator } from "#simulator/server";
import type { BackupRow } from "#lib/backups/backup-row";
import { startBackup } from "#lib/backups/start-backup";
import { addCredential } from "#lib/credentials/add-credential";
import { backups } from "#lib/db/schema/index";
import { addInstance } from "#lib/instances/add-instance";
import { listPlaces } from "#lib/reconcile/places.repo";
import { runReconcile } from "#lib/reconcile/run-reconcile";
import { userContext } from "#lib/testing/contexts";
import { addTestPeople, signedIn } from "#lib/testing/people";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { copyTemplateDatabase } from "#lib/testing/template-database";
import { createFastClock, readClock } from "./fast-clock";
import { createProcesses } from "./processes";
import type { Programs } from "./programs";

export interface ProcessWorldOptions {
  programs: Programs;
  /** Of the worker processes; without it only embedded ones can be started. */
  redisUrl?: string;
  speed?: number;
  startAt?: number;
}

/** Ten times as fast as real time: a lease of a minute runs out in six seconds. */
export const SPEED = 10;
const REGION = "eu-central-1";
const MEMORY = "/dev/shm";
const LOOK_EVERY_MS = 50;
const UNTIL_MS_MAX = 150_000;

export type ProcessWorld = Awaited<ReturnType<typeof createProcessWorld>>;

/** A database, a simulated AWS and one account of it, and real processes that work on them. */
export async function createProcessWorld(options: ProcessWorldOptions) {
  const clock = createFastClock({ speed: SPEED, ...options });
  const installationId = `amivault-${crypto.randomUUID()}`;
  const { speed, startAt } = clock;
  const sim = await startSimulator({ clock: "real", world: "empty", speed, startAt });
  const folder = mkdtempSync(path.join(fastFolder(), "amivault-world-"));
  await copyTemplateDatabase(path.join(folder, "amivault.db"));
  const runtime = await createTestRuntime({
    folder,
    simulatorUrl: sim.url,
    seed: installationId,
    now: startAt,
    env: { AMIVAULT_INSTALLATION_ID: installationId },
  });
  const keepTime = (): void => runtime.clock.set(readClock(clock, Date.now()));
  const fleet = await createFleet(sim, runtime);
  const processes = createProcesses({ ...options, clock, endpointUrl: sim.url, runtime });
  const rows = async (): Promise<BackupRow[]> => {
    const all = await runtime.db.read.select().from(backups);
    return all.filter(({ status }) => status !== "expected");
  };
  const until = untilOf(async () => ({ rows: await rows(), processes: processes.tell() }));
  return {
    sim,
    runtime,
    ...processes,
    /** Backups whose moment has come. */
    rows,
    now: () => readClock(clock, Date.now()),
    /** Protects a new instance: ids of ours and of EC2. */
    async protect() {
      keepTime();
      return fleet.protect();
    },
    /** *Back up now*, by another process than those under test. */
    async backUp(id: string): Promise<string> {
      keepTime();
      return (await startBackup(userContext(runtime, "operator"), { instanceId: id })).id;
    },
    until,
    untilAvailable: (count: number): Promise<void> =>
      until(
        `${count} are available`,
        (seen) => seen.filter(({ status }) => status === "available").length === count,
      ),
    async close(): Promise<void> {
      await processes.endAll();
      await runtime.close();
      await sim.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In memory where there is such a place: what outlives a process need not outlive the machine. */
function fastFolder(): string {
  return existsSync(MEMORY) ? MEMORY : os.tmpdir();
}

/** Looks until it is so; says what it sees instead when that takes too long. */
function untilOf(look: () => Promise<{ rows: BackupRow[]; processes: string }>) {
  return async (
    what: string,
    isSo: (rows: BackupRow[]) => boolean | Promise<boolean>,
  ): Promise<void> => {
    const endsAt = performance.now() + UNTIL_MS_MAX;
    for (;;) {
      const { rows, processes } = await look();
      if (await isSo(rows)) return;
      if (performance.now() > endsAt) {
        throw new Error(`${what}: not yet.\n${tell(rows)}\n${processes}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
}

function tell(rows: readonly BackupRow[]): string {
  const words = rows.map(({ id, status, statusReason, notBeforeAt, leaseExpiresAt }) =>
    JSON.stringify({ id, status, statusReason, notBeforeAt, leaseExpiresAt }),
  );
  return words.join("\n");
}

async function createFleet(sim: RunningSimulator, runtime: TestRuntime) {
  await sim.control.configure({ pace: { baseMs: 3_000, perGibMs: 20, jitter: 0 } });
  const { accountId, keys } = await sim.control.createAccount({ name: "production" });
  const [key] = keys;
  if (!key) throw new Error("An account of the simulator has a key.");
  const admin = await signedIn(userContext(runtime, "admin"));
  await addTestPeople(runtime);
  const credential = await addCredential(admin, {
    kind: "access_key",
    name: "production",
    region: REGION,
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
  let count = 0;
  return {
    async protect() {
      const name = `web-${count++}`;
      const made = await sim.control.createInstance({ accountId, region: REGION, name });
      const { instanceId } = made;
      const { id } = await addInstance(admin, {
        credentialId: credential.id,
        region: REGION,
        instanceId,
        schedule: "none",
      });
      if (count === 1) await reconcileOnce(runtime);
      return { id, instanceId };
    },
  };
}

/** Of an account never looked over, a first pass is due at once, and would find an image before its look-up does. */
async function reconcileOnce(runtime: TestRuntime): Promise<void> {
  for (const place of await listPlaces(runtime.db.read, "all")) await runReconcile(runtime, place);
}
