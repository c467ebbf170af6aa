import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accounts, backups, instances, snapshots } from "../db/schema";
import { createAccountWorld, type AccountWorld } from "../testing/account-world";
import { writeOriginalFile } from "../testing/original-file";
import { importOriginal } from "./import-original";

const REGION = "eu-west-1";

let world: AccountWorld;
let file: string;
beforeEach(async () => {
  world = await createAccountWorld();
  file = path.join(world.runtime.folder, "original.db");
});
afterEach(() => world.close());

test("a disabled image is available, a malformed region is left out, and retention waits", async () => {
  const { accountId, accessKeyId, secretAccessKey } = world.key;
  const { control } = world.sim;
  const { instanceId } = await control.createInstance({ accountId, region: REGION });
  const { images } = await control.seedHistory({
    accountId,
    region: REGION,
    instanceId,
    images: [{ name: "old", createdAt: Date.now() - 86_400_000 }],
  });
  const imageId = images[0]?.imageId ?? "";
  await control.setImageDisabled({ imageId, disabled: true });
  await writeOriginalFile(
    file,
    `insert into users values (1, 'admin', 'pbkdf2:sha256:1000$salt$${"0".repeat(64)}', '', 0, null, 1);
    insert into instances (instance_id, access_key, secret_key, region, is_active) values ('${instanceId}', '${accessKeyId}', '${secretAccessKey}', '${REGION}', 1);
    insert into backups (id, instance_id, ami_id, timestamp, region) values (1, '${instanceId}', 'ami-0aaaaaaaaaaaaaaaa', '2025-02-01 03:30:00', 'x.example/#');
    insert into backups (id, instance_id, ami_id, timestamp, region) values (2, '${instanceId}', '${imageId}', '2025-02-01 03:30:00', '${REGION}');`,
  );
  const run = () => importOriginal(world.runtime, { file, check: false, zone: "UTC" });
  const report = await run();
  expect(report.backups).toEqual({ imported: 1, present: 0, leftOut: 1 });
  expect(report.notes).toContain("Backup 1: its region is none of AWS's.");
  const { read, write } = world.runtime.db;
  expect(await read.select().from(backups).where(eq(backups.kind, "adopted"))).toMatchObject([
    { imageId, status: "available", imageState: "disabled" },
  ]);
  expect(await read.select().from(accounts)).toMatchObject([{ retentionConfirmedAt: null }]);
  await write((tx) => tx.update(accounts).set({ retentionConfirmedAt: 1 }));
  await run();
  expect(await read.select().from(accounts)).toMatchObject([{ retentionConfirmedAt: 1 }]);
});

test("a backup whose image AWS still has is one that the instance can be restored from", async () => {
  const { accountId, accessKeyId, secretAccessKey } = world.key;
  const { control } = world.sim;
  const { instanceId } = await control.createInstance({ accountId, region: REGION });
  const createdAt = Date.parse("2025-02-01T03:31:00Z");
  const { images } = await control.seedHistory({
    accountId,
    region: REGION,
    instanceId,
    images: [{ name: "kept", createdAt }],
  });
  const [image] = images;
  await writeOriginalFile(
    file,
    `insert into users values (1, 'admin', 'pbkdf2:sha256:1000$salt$${"0".repeat(64)}', '', 0, null, 1);
    insert into instances (instance_id, access_key, secret_key, region, is_active) values ('${instanceId}', '${accessKeyId}', '${secretAccessKey}', '${REGION}', 1);
    insert into backups (id, instance_id, ami_id, status, timestamp, region) values (1, '${instanceId}', '${image?.imageId}', 'Failed', '2025-02-01 03:30:00', '${REGION}');`,
  );
  const run = () => importOriginal(world.runtime, { file, check: false, zone: "UTC" });
  expect((await run()).backups).toEqual({ imported: 1, present: 0, leftOut: 0 });
  expect((await run()).backups).toEqual({ imported: 0, present: 1, leftOut: 0 });
  const { read } = world.runtime.db;
  // What AWS says counts, whatever the original had written down.
  const [backup, ...others] = await read.select().from(backups).where(eq(backups.kind, "adopted"));
  expect(others).toEqual([]);
  expect(backup).toMatchObject({
    status: "available",
    imageId: image?.imageId,
    imageState: "available",
    imageCreatedAt: createdAt,
    dueAt: Date.parse("2025-02-01T03:30:00Z"),
  });
  expect(await read.select().from(snapshots)).toMatchObject(
    image?.snapshotIds.map((snapshotId) => ({ backupId: backup?.id, snapshotId })) ?? [],
  );
  expect(await read.select().from(instances)).toMatchObject([
    { availableCount: 1, lastGoodBackupId: backup?.id },
  ]);
});
