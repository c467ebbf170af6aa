import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { addCredential } from "../credentials/add-credential";
import { accounts, alerts, backups } from "../db/schema";
import { addInstance } from "../instances/add-instance";
import { confirmRetention } from "../retention/confirm-retention";
import { runTick } from "../schedules/run-tick";
import { ensureDefaults } from "../settings/ensure-defaults";
import { startBackup } from "../backups/start-backup";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { userContext } from "../testing/contexts";
import { signedIn } from "../testing/people";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { backupRunJob, pollImagesJob } from "../backups/jobs";
import { enqueuePolls } from "../backups/enqueue-due-work";
import { pollImages } from "../backups/poll-images";
import { runBackup } from "../backups/run-backup";
import { toHandler } from "../queue/queue";
import { countFindings } from "./count-findings";
import { enqueueReconciles } from "./enqueue-reconciles";
import { reconcilePlaceJob } from "./jobs";
import { listFindings } from "./list-findings";
import { repairFindings } from "./repair-findings";
import { runReconcile } from "./run-reconcile";

const MINUTE = 60_000;
let world: BackupWorld;
let rebuilt: TestRuntime;

beforeEach(async () => {
  world = await createBackupWorld({ instances: 3 });
});
afterEach(async () => {
  await rebuilt.close();
  await world.close();
});

const handlers = () => [
  toHandler({ definition: reconcilePlaceJob, run: (place) => runReconcile(rebuilt, place) }),
  toHandler({ definition: backupRunJob, run: (payload) => runBackup(rebuilt, payload) }),
  toHandler({ definition: pollImagesJob, run: (payload) => pollImages(rebuilt, payload) }),
];

async function live(totalMs: number): Promise<void> {
  for (let passed = 0; passed < totalMs; passed += MINUTE) {
    await runTick(rebuilt);
    await enqueuePolls(rebuilt);
    await enqueueReconciles(rebuilt);
    await rebuilt.drain(handlers());
    rebuilt.clock.advance(MINUTE);
    await world.sim.control.advance({ ms: MINUTE });
  }
}

/** Real backups, made by an installation whose database is lost afterwards. */
async function makeBackups(): Promise<string[]> {
  const imageIds: string[] = [];
  for (const { id } of [...world.fleet, ...world.fleet]) {
    const backup = await startBackup(world.operator, { instanceId: id });
    await world.live(2 * MINUTE);
    const { imageId } = await world.backup(backup.id);
    imageIds.push(imageId ?? "none");
  }
  return imageIds.toSorted();
}

it("a lost database is rebuilt from AWS: every image adopted, none made twice, retention off", async () => {
  const imageIds = await makeBackups();
  const held = imageIds[0] ?? "";
  await world.sim.control.retag({ resourceId: held, tags: { "amivault:hold": "audit" } });
  const [first, second, gone] = world.fleet;
  if (!first || !second || !gone) throw new Error("Three instances were made.");
  await world.sim.control.removeInstance({ instanceId: gone.instanceId });
  const before = await world.sim.control.images({});

  // The same installation id and key ring, an empty database.
  rebuilt = await createTestRuntime({
    simulatorUrl: world.sim.url,
    now: world.runtime.clock.now(),
    seed: "rebuilt",
  });
  await ensureDefaults(rebuilt);
  const admin = await signedIn(userContext(rebuilt, "admin"));
  const [account] = (await world.sim.control.listAccounts()) ?? [];
  const key = account?.keys[0];
  if (!key) throw new Error("The account has a key.");
  const credential = await addCredential(admin, {
    kind: "access_key",
    name: "again",
    region: first.region,
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
  });
  await addInstance(admin, {
    credentialId: credential.id,
    region: first.region,
    instanceId: first.instanceId,
    schedule: "0 * * * *",
  });

  // Soon after the start by itself: what is of known instances is adopted, the rest is listed.
  await live(2 * MINUTE);
  expect(await rebuilt.db.read.$count(backups, eq(backups.status, "available"))).toBe(2);
  expect(await countFindings(admin)).toMatchObject({ byKind: { unknown_instance: 4 } });

  const { items } = await listFindings(admin, { kind: "unknown_instance" });
  const of = (instanceId: string) =>
    items.filter((each) => each.instanceId === instanceId).map(({ id }) => id);
  const protect = { findingIds: of(second.instanceId), action: "protect" as const };
  expect(await repairFindings(admin, protect)).toMatchObject({ done: 2, failures: [] });
  const adopt = { findingIds: of(gone.instanceId), action: "adopt" as const };
  expect(await repairFindings(admin, adopt)).toMatchObject({ done: 2, failures: [] });
  await live(2 * MINUTE);

  const adopted = await rebuilt.db.read
    .select()
    .from(backups)
    .where(eq(backups.status, "available"));
  expect(adopted.map(({ imageId }) => imageId).toSorted()).toEqual(imageIds);
  expect(new Set(adopted.map(({ kind }) => kind))).toEqual(new Set(["manual"]));
  expect(adopted.filter(({ heldAt }) => heldAt !== null)).toMatchObject([
    { imageId: held, heldReason: "audit" },
  ]);
  expect((await countFindings(admin)).toMend).toBe(0);
  expect(await world.sim.control.images({})).toEqual(before);

  // Off until a person confirms the account; with that the alert has done its work.
  const { read } = rebuilt.db;
  const adoptedAlert = () => read.select().from(alerts).where(eq(alerts.kind, "reconcile.adopted"));
  expect(await read.select().from(accounts)).toMatchObject([{ retentionConfirmedAt: null }]);
  expect(await adoptedAlert()).toMatchObject([{ status: "open" }]);
  await confirmRetention(admin, { accountRef: credential.accountRef });
  expect(await adoptedAlert()).toMatchObject([{ status: "closed" }]);
});

it("a due moment that has an image already is not backed up again", async () => {
  rebuilt = await createTestRuntime({ simulatorUrl: world.sim.url, seed: "rebuilt" });
  await ensureDefaults(rebuilt);
  const [instance] = world.fleet;
  if (!instance) throw new Error("An instance was made.");
  const admin = await signedIn(userContext(rebuilt, "admin"));
  const [account] = await world.sim.control.listAccounts();
  const key = account?.keys[0];
  if (!key) throw new Error("The account has a key.");
  const { accessKeyId, secretAccessKey } = key;
  const credential = await addCredential(admin, {
    kind: "access_key",
    name: "again",
    region: instance.region,
    accessKeyId,
    secretAccessKey,
  });
  const input = { credentialId: credential.id, region: instance.region };
  await addInstance(admin, {
    ...input,
    instanceId: instance.instanceId,
    schedule: "*/30 * * * *",
  });
  await live(65 * MINUTE);
  const made = await world.liveImages(instance.instanceId);
  expect(made.length).toBeGreaterThanOrEqual(2);

  // An older copy of the database: it knows of no backup, and its schedule is due since an hour.
  const older = rebuilt;
  const now = older.clock.now();
  rebuilt = await createTestRuntime({
    simulatorUrl: world.sim.url,
    seed: "older",
    now: now - 65 * MINUTE,
  });
  await older.close();
  await ensureDefaults(rebuilt);
  const again = await signedIn(userContext(rebuilt, "admin"));
  const restored = await addCredential(again, {
    kind: "access_key",
    name: "again",
    region: instance.region,
    accessKeyId,
    secretAccessKey,
  });
  await addInstance(again, {
    credentialId: restored.id,
    region: instance.region,
    instanceId: instance.instanceId,
    schedule: "*/30 * * * *",
  });
  rebuilt.clock.advance(65 * MINUTE);
  await live(3 * MINUTE);
  const after = await world.liveImages(instance.instanceId);
  expect(after.map(({ imageId }) => imageId)).toEqual(made.map(({ imageId }) => imageId));
  const known = await rebuilt.db.read.select().from(backups).where(eq(backups.status, "available"));
  expect(known.map(({ imageId }) => imageId).toSorted()).toEqual(
    made.map(({ imageId }) => imageId).toSorted(),
  );
});
