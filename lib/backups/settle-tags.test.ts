import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupEvents, backups } from "../db/schema";
import { toHandler } from "../queue/queue";
import { runReconcile } from "../reconcile/run-reconcile";
import { explainReads } from "../testing/explain-reads";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { settleTagsJob } from "./jobs";
import { listBackups } from "./list-backups";
import { enqueueTagLooks, settleTags } from "./settle-tags";
import { tagBackups } from "./tag-backups";
import { listTags, listUnsureImages, listUnsurePlaces } from "./tags.repo";

const MINUTE = 60_000;
let world: RemovalWorld;
beforeEach(async () => {
  world = await createRemovalWorld();
});
afterEach(() => world.close());

const ids = () => world.old.map(({ id }) => id);
const tag = (change: { set: { key: string; value: string } } | { remove: string }) =>
  tagBackups(world.operator, { ids: ids(), ...change });
const lose = (action: string, kind: "loseReply" | "reset") =>
  world.sim.control.addFault({ scope: { action }, effect: { kind } });

/** As the repeat finds it. */
async function look(): Promise<void> {
  const { runtime } = world;
  await enqueueTagLooks(runtime);
  const run = (place: { accountRef: string; region: string }) => settleTags(runtime, place);
  await runtime.drain([toHandler({ definition: settleTagsJob, run })]);
}

async function reconcile(): Promise<void> {
  const { accountRef = "", region = "" } = world.fleet[0] ?? {};
  await runReconcile(world.runtime, { accountRef, region });
}

async function inRecords() {
  const tags = await listTags(world.runtime.db.read, ids());
  return ids().map((id) =>
    (tags.get(id) ?? []).map(({ key, value, confirmedAt, removing }) =>
      confirmedAt === null || removing ? `${key}=${value}?` : `${key}=${value}`,
    ),
  );
}

async function storyOf(index: number): Promise<string[]> {
  const rows = await world.runtime.db.read
    .select()
    .from(backupEvents)
    .where(eq(backupEvents.backupId, ids()[index] ?? ""));
  return rows.flatMap(({ type, message }) => (type === "tag.seen" ? [message] : []));
}

const four = <T>(value: T): T[] => [value, value, value, value];

describe("settleTags", () => {
  it("makes sure ten minutes later what AWS heard, without asking for it again", async () => {
    await lose("CreateTags", "loseReply");
    await tag({ set: { key: "env", value: "prod" } });
    await world.sim.control.clearFaults({});
    const sent = await world.calls("CreateTags");
    await look();
    expect(await inRecords()).toEqual(four(["env=prod?"]));
    await world.advance(11 * MINUTE);
    await look();
    expect(await inRecords()).toEqual(four(["env=prod"]));
    expect(await storyOf(0)).toEqual(["AWS shows of its tags: “env” = “prod”."]);
    expect(await world.calls("CreateTags")).toBe(sent);
  });

  it("says so where AWS never heard it, and where a tag was not taken away", async () => {
    await tag({ set: { key: "old", value: "x" } });
    await world.advance(11 * MINUTE);
    await lose("CreateTags", "reset");
    await lose("DeleteTags", "reset");
    await tag({ set: { key: "env", value: "prod" } });
    await tag({ remove: "old" });
    await world.sim.control.clearFaults({});
    expect(await inRecords()).toEqual(four(["env=prod?", "old=x?"]));
    await look();
    expect(await inRecords()).toEqual(four(["env=prod?", "old=x?"]));
    await world.advance(11 * MINUTE);
    await look();
    expect(await inRecords()).toEqual(four(["old=x"]));
    expect(await storyOf(0)).toEqual(["AWS shows of its tags: no “env”; “old” = “x”."]);
  });

  it("leaves it as it is where AWS does not show the image", async () => {
    await lose("CreateTags", "loseReply");
    await tag({ set: { key: "env", value: "prod" } });
    await world.sim.control.clearFaults({});
    await world.sim.control.deleteImage({ imageId: world.old[0]?.imageId ?? "" });
    await world.advance(11 * MINUTE);
    await look();
    expect(await inRecords()).toEqual([["env=prod?"], ["env=prod"], ["env=prod"], ["env=prod"]]);
  });

  it("finds what is unsure by its own index, however many tags there are", async () => {
    const { read } = world.runtime.db;
    const place = { accountRef: "acc_1", region: "eu-central-1" };
    const plans = await explainReads(world.runtime, async () => {
      await listUnsurePlaces(read, 1);
      await listUnsureImages(read, { ...place, askedBefore: 1, afterId: "", limit: 200 });
    });
    const reads = plans.filter((plan) => !plan.startsWith("USE TEMP"));
    const byId = "SEARCH backups USING INDEX sqlite_autoindex_backups_1 (id=?)";
    expect(reads).toEqual([
      "SCAN backup_tags USING INDEX backup_tags_unsure",
      byId,
      "SEARCH backup_tags USING INDEX backup_tags_unsure (backup_id>?)",
      byId,
    ]);
  });
});

describe("a comparison with AWS", () => {
  const retag = (index: number, tags: Record<string, string | null>) =>
    world.sim.control.retag({ resourceId: world.old[index]?.imageId ?? "", tags });

  it("takes over tags that were changed in AWS, into lists too, and asks AWS for nothing", async () => {
    await tag({ set: { key: "env", value: "prod" } });
    await world.advance(11 * MINUTE);
    await retag(0, { env: "test", team: "blue" });
    await retag(1, { env: null });
    const sent = await world.calls("CreateTags");
    await reconcile();
    expect(await inRecords()).toEqual([["env=test", "team=blue"], [], ["env=prod"], ["env=prod"]]);
    const { items } = await listBackups(world.operator, { tag: "team=blue" });
    expect(items.map(({ id }) => id)).toEqual([ids()[0]]);
    expect(await storyOf(1)).toEqual(["AWS shows of its tags: no “env”."]);
    expect(await storyOf(2)).toEqual([]);
    expect(await world.calls("CreateTags")).toBe(sent);
    await reconcile();
    expect(await storyOf(0)).toHaveLength(1);
  });

  it("leaves what a person changed lately, which AWS may not show yet", async () => {
    await tag({ set: { key: "env", value: "prod" } });
    await world.advance(11 * MINUTE);
    await tag({ remove: "env" });
    // What a list would still show that lags behind.
    for (const index of [0, 1, 2, 3]) await retag(index, { env: "prod" });
    await reconcile();
    expect(await inRecords()).toEqual(four([]));
    await world.advance(11 * MINUTE);
    await reconcile();
    expect(await inRecords()).toEqual(four(["env=prod"]));
  });

  it("takes over nothing of an image that is the backup's no more", async () => {
    const [first = ""] = ids();
    await retag(0, { env: "prod" });
    const set = { imageId: "ami-0000000000000abcd" };
    await world.runtime.db.write((tx) => tx.update(backups).set(set).where(eq(backups.id, first)));
    await reconcile();
    expect((await inRecords())[0]).toEqual([]);
  });
});
