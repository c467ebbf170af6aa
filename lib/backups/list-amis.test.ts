import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR } from "../clock";
import { foreignImages } from "../db/schema";
import { UnauthorizedError } from "../errors";
import { forgetStaleForeign } from "../reconcile/forget-stale-foreign";
import { deleteStaleForeign } from "../reconcile/foreign-images.repo";
import { runReconcile } from "../reconcile/run-reconcile";
import { createBackupWorld, type BackupWorld } from "../testing/backup-world";
import { anonymousContext, userContext } from "../testing/contexts";
import { explainReads } from "../testing/explain-reads";
import { plantImages, plantRecords, TEST_OWNER, type PastBackup } from "../testing/reconcile-world";
import { listAmis } from "./list-amis";
import type { ListAmisInput } from "./schemas";

let world: BackupWorld;
let ours: PastBackup[];
let others: PastBackup[];

const OWNERS = ["AWS Backup", "Data Lifecycle Manager", "another AMIVault (other)", null];
const TAGS: Array<Record<string, string>> = [
  { "aws:backup:source-resource": "arn" },
  { "aws:dlm:lifecycle-policy-id": "policy-1" },
  { "amivault:owner": "other" },
  {},
];

/** Six images of ours with their records, and four of others, made in between. */
beforeAll(async () => {
  world = await createBackupWorld({ accounts: 2, instances: 2 });
  const [mine, theirs] = world.fleet;
  if (!mine || !theirs) throw new Error("There are two instances.");
  const before = world.runtime.clock.now() - HOUR;
  ours = await plantImages(world.sim, { instance: mine, count: 6, before, owner: TEST_OWNER });
  await plantRecords(world.runtime.db, ours, { status: "available" });
  others = [];
  for (const [index, tags] of TAGS.entries()) {
    const of = { instance: theirs, count: 1, before: before - index * DAY - 12 * HOUR };
    const [image] = await plantImages(world.sim, { ...of, owner: "gone" });
    if (!image) throw new Error("The image is made.");
    const none = { "amivault:owner": null, "amivault:backup": null };
    await world.sim.control.retag({ resourceId: image.imageId, tags: { ...none, ...tags } });
    others.push(image);
  }
  await compare();
});

afterAll(() => world.close());

async function compare(): Promise<void> {
  for (const { accountRef, region } of world.fleet) {
    await runReconcile(world.runtime, { accountRef, region });
  }
}

async function walk(input: ListAmisInput) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await listAmis(world.operator, { ...input, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const idsOf = async (input: ListAmisInput) => (await walk(input)).map(({ imageId }) => imageId);
const otherIds = () => others.map(({ imageId }) => imageId);

describe("images of others where no comparison comes any more", () => {
  it("are listed with when they were seen, and forgotten a month later", async () => {
    const { runtime } = world;
    const now = runtime.clock.now();
    const [row] = await runtime.db.read.select().from(foreignImages).limit(1);
    if (!row) throw new Error("There are images of others.");
    const stray = (imageId: string, region: string, lastSeenAt: number) => ({
      ...row,
      imageId,
      region,
      lastSeenAt,
    });
    const old = stray("ami-0000000000000dead", "us-east-2", now - 31 * DAY);
    const young = stray("ami-0000000000000beef", "us-west-1", now - 29 * DAY);
    await runtime.db.write((tx) => tx.insert(foreignImages).values([old, young]));
    await runtime.db.write((tx) => forgetStaleForeign(tx, { now, rowsMax: 500 }));
    expect(await idsOf({ owner: "others", region: "us-east-2" })).toEqual([]);
    const [left] = await walk({ owner: "others", region: "us-west-1" });
    expect(left?.lastSeenAt).toBe(new Date(now - 29 * DAY).toISOString());
    expect(await idsOf({ owner: "others" })).toEqual(expect.arrayContaining(otherIds()));
    await runtime.db.write((tx) => deleteStaleForeign(tx, { before: now - DAY, limit: 500 }));
    expect(await idsOf({ owner: "others", region: "us-west-1" })).toEqual([]);
  });
});

describe("listAmis", () => {
  it("shows what is ours, with its backup, unless asked for more", async () => {
    const items = await walk({});
    expect(items.map(({ imageId }) => imageId)).toEqual(ours.map(({ imageId }) => imageId));
    expect(items.every((item) => item.ours && item.backupId !== null)).toBe(true);
  });

  it("names the owner of what is not ours, newest first", async () => {
    const items = await walk({ owner: "others", limit: 3 });
    expect(items.map(({ imageId }) => imageId)).toEqual(otherIds());
    expect(items.map(({ owner }) => owner)).toEqual(OWNERS);
    expect(items[0]).toMatchObject({ ours: false, backupId: null, imageState: "available" });
  });

  it("shows both together in one order, each once, over pages", async () => {
    const items = await walk({ owner: "all", limit: 3 });
    expect(new Set(items.map(({ imageId }) => imageId)).size).toBe(10);
    const instants = items.map(({ dueAt, createdAt }) => dueAt ?? createdAt ?? "");
    expect(instants).toEqual(instants.toSorted().toReversed());
  });

  it("filters by account, maker, text and day, and leaves out what no filter can mean", async () => {
    const [mine, theirs] = world.fleet;
    const all = { owner: "all" } as const;
    expect(await idsOf({ ...all, account: mine?.accountId })).toHaveLength(6);
    expect(await idsOf({ ...all, account: theirs?.accountId })).toEqual(otherIds());
    expect(await idsOf({ ...all, region: "us-east-1" })).toEqual([]);
    expect(await idsOf({ ...all, maker: "AWS Backup" })).toEqual(otherIds().slice(0, 1));
    expect(await idsOf({ ...all, maker: "unmarked" })).toEqual(otherIds().slice(3));
    expect(await idsOf({ ...all, search: others[1]?.imageId })).toEqual(otherIds().slice(1, 2));
    expect(await idsOf({ ...all, search: theirs?.instanceId })).toEqual(otherIds());
    expect(await idsOf({ ...all, search: "%" })).toEqual([]);
    expect(await idsOf({ ...all, held: "false" })).toHaveLength(6);
    const day = new Date(others[0]?.createdAt ?? 0).toISOString().slice(0, 10);
    expect(await idsOf({ owner: "others", from: day, to: day })).toEqual(otherIds().slice(0, 1));
  });

  it("shows nothing of accounts out of sight, and nothing to nobody", async () => {
    const [mine] = world.fleet;
    const half = userContext(world.runtime, "viewer", { accounts: [mine?.accountRef ?? ""] });
    expect((await listAmis(half, { owner: "others" })).items).toEqual([]);
    expect((await listAmis(half, { owner: "all" })).items).toHaveLength(6);
    const nobody = listAmis(anonymousContext(world.runtime), { owner: "all" });
    await expect(nobody).rejects.toBeInstanceOf(UnauthorizedError);
  });

  it.each<ListAmisInput>([
    { owner: "all" },
    { owner: "others", account: "111111111111" },
    { owner: "others", region: "eu-central-1" },
    { owner: "others", maker: "AWS Backup", region: "eu-central-1" },
    { owner: "others", search: "web" },
  ])("walks an index for %j", async (input) => {
    const plans = await explainReads(world.runtime, () => listAmis(world.operator, input));
    expect(plans.filter((line) => /TEMP B-TREE/.test(line))).toEqual([]);
    const scans = plans.filter((line) => /^SCAN (foreign_images|backups)/.test(line));
    expect(scans.filter((line) => !/USING (COVERING )?INDEX/.test(line))).toEqual([]);
  });
});

describe("a comparison with AWS", () => {
  const rows = () => world.runtime.db.read.select().from(foreignImages);

  it("corrects what has changed of an image, and forgets one that is gone or is ours now", async () => {
    const [renamed, gone] = others;
    const resourceId = renamed?.imageId ?? "";
    await world.sim.control.retag({ resourceId, tags: { note: "changed" } });
    await world.sim.control.deleteImage({ imageId: gone?.imageId ?? "" });
    await compare();
    const kept = await rows();
    expect(kept.map(({ imageId }) => imageId)).not.toContain(gone?.imageId);
    expect(kept).toHaveLength(3);
    const [changed] = kept.filter(({ imageId }) => imageId === resourceId);
    expect(changed?.tags).toMatchObject({ note: "changed" });
  });

  it("that breaks off forgets nothing", async () => {
    const [first] = await rows();
    await world.sim.control.addFault({
      scope: { action: "DescribeSnapshots" },
      effect: { kind: "error", code: "UnauthorizedOperation", httpStatus: 403 },
    });
    await world.sim.control.deleteImage({ imageId: first?.imageId ?? "" });
    await compare();
    expect(await rows()).toHaveLength(3);
    await world.sim.control.clearFaults({});
    await compare();
    const found = await world.runtime.db.read
      .select()
      .from(foreignImages)
      .where(eq(foreignImages.imageId, first?.imageId ?? ""));
    expect(found).toEqual([]);
  });
});
