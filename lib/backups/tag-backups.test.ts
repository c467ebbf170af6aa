import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, backupEvents, events } from "../db/schema";
import { ForbiddenError, NotFoundError } from "../errors";
import { userContext } from "../testing/contexts";
import { limitedTo } from "../testing/people";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { findListedBackups } from "./backup-list.repo";
import { getBackup } from "./get-backup";
import { getBackupOptions } from "./get-backup-options";
import { holdBackups } from "./hold-backups";
import { listBackupAudit } from "./list-backup-audit";
import { listBackups } from "./list-backups";
import { askForTag, confirmTag, dropTag, emptyAsk } from "./record-tag";
import { tagBackups } from "./tag-backups";
import { listTags } from "./tags.repo";

let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld();
});

afterEach(async () => {
  await world.close();
});

const ids = () => world.old.map(({ id }) => id);
const set = (key: string, value: string, of = ids()) =>
  tagBackups(world.operator, { ids: of, set: { key, value } });
const remove = (key: string, of = ids()) => tagBackups(world.operator, { ids: of, remove: key });

/** By the simulator's truth: what each image's tag of this name says. */
async function inAws(key: string): Promise<Array<string | undefined>> {
  const { items } = await world.sim.control.images({ limit: 100 });
  const byId = new Map(items.map((image) => [image.imageId, image.tags[key]]));
  return world.old.map(({ imageId }) => byId.get(imageId));
}

async function inRecords(key: string) {
  const tags = await listTags(world.runtime.db.read, ids());
  return ids().map((id) => {
    const tag = tags.get(id)?.find((one) => one.key === key);
    return tag && { value: tag.value, sure: tag.confirmedAt !== null, removing: tag.removing };
  });
}

async function audits(id: string): Promise<string[]> {
  const rows = await world.runtime.db.read
    .select({ action: auditEntries.action })
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id));
  return rows.map(({ action }) => action);
}

const SURE = { value: "prod", sure: true, removing: false };
const four = <T>(value: T): T[] => [value, value, value, value];

describe("tagBackups", () => {
  it("sets a tag in AWS and in the records with one call, and takes it away again", async () => {
    expect(await set("env", "prod")).toMatchObject({ done: 4, refused: 0 });
    expect(await inAws("env")).toEqual(four("prod"));
    expect(await inRecords("env")).toEqual(four(SURE));
    expect(await world.calls("CreateTags")).toBe(1);
    const found = await listBackups(world.operator, { tag: "env=prod" });
    expect(found.items.map(({ id }) => id).toSorted()).toEqual(ids().toSorted());
    expect(await remove("env")).toMatchObject({ done: 4 });
    expect(await inAws("env")).toEqual(four(undefined));
    expect(await inRecords("env")).toEqual(four(undefined));
    expect((await listBackups(world.operator, { tag: "env" })).items).toEqual([]);
  });

  it("writes an audit entry, a line in the story and an event for each", async () => {
    const [id = ""] = ids();
    await set("env", "prod", [id]);
    const { read } = world.runtime.db;
    expect(await audits(id)).toEqual(["backup.tag"]);
    const steps = await read.select().from(backupEvents).where(eq(backupEvents.backupId, id));
    expect(steps.map(({ type }) => type)).toEqual(["tag.set"]);
    const told = await read.select().from(events).where(eq(events.entityId, id));
    expect(told.map(({ type }) => type)).toEqual(["backup.changed"]);
  });

  it("asks AWS for nothing that is so already", async () => {
    await set("env", "prod");
    const again = await set("env", "prod");
    expect(again).toMatchObject({ done: 4, items: four({ text: "It was so already." }) });
    expect(await world.calls("CreateTags")).toBe(1);
  });

  it.each(["amivault:owner", "AMIVAULT:keep", "aws:backup:x", "dlm:policy", "Ec2ImageBuilderArn"])(
    "refuses the name %s, which says whose an image is",
    async (key) => {
      await expect(set(key, "x")).rejects.toMatchObject({ name: "ZodError" });
      await expect(remove(key)).rejects.toMatchObject({ name: "ZodError" });
      expect(await world.calls("CreateTags")).toBe(0);
    },
  );

  it("refuses names and values longer than AWS takes, and both acts at once", async () => {
    await expect(set("k".repeat(129), "x")).rejects.toMatchObject({ name: "ZodError" });
    await expect(set("k", "x".repeat(257))).rejects.toMatchObject({ name: "ZodError" });
    const both = { ids: ids(), set: { key: "a", value: "b" }, remove: "a" };
    await expect(tagBackups(world.operator, both)).rejects.toMatchObject({ name: "ZodError" });
  });

  it("a refusal of AWS leaves the records as they were, and says which permission is missing", async () => {
    await set("env", "prod");
    await world.sim.control.addFault({
      scope: { action: ["CreateTags", "DeleteTags"] },
      effect: { kind: "error", code: "UnauthorizedOperation", httpStatus: 403 },
    });
    const report = await set("env", "test");
    expect(report).toMatchObject({ done: 0, refused: 4 });
    expect(JSON.stringify(report.items[0])).toContain("ec2:CreateTags");
    expect(await inRecords("env")).toEqual(four(SURE));
    expect((await remove("env")).refused).toBe(4);
    expect(await inRecords("env")).toEqual(four(SURE));
    expect((await set("new", "x")).refused).toBe(4);
    expect(await inRecords("new")).toEqual(four(undefined));
    expect(await audits(ids()[0] ?? "")).toContain("backup.tag_refused");
  });

  it("an answer that is lost leaves a mark, and the same request again makes it sure", async () => {
    await world.sim.control.addFault({
      id: "lost",
      scope: { action: "CreateTags" },
      effect: { kind: "loseReply" },
    });
    const report = await set("env", "prod");
    expect(report.refused).toBe(4);
    expect(JSON.stringify(report.items[0])).toContain("AWS did not answer");
    expect(await inAws("env")).toEqual(four("prod"));
    expect(await inRecords("env")).toEqual(four({ ...SURE, sure: false }));
    await world.sim.control.clearFaults({});
    expect(await set("env", "prod")).toMatchObject({ done: 4 });
    expect(await inRecords("env")).toEqual(four(SURE));
  });

  it("two people at once: neither's answer makes sure what the other has asked for since", async () => {
    const { read } = world.runtime.db;
    const rows = (await findListedBackups(read, { backupIds: ids(), accounts: "all" })).map(
      ({ backup }) => backup,
    );
    const ask = async (value: string | null) => {
      const asked = emptyAsk({ key: "env", value });
      await askForTag(world.operator, asked, rows);
      return asked;
    };
    const prod = await ask("prod");
    const test = await ask("test");
    expect((await confirmTag(world.operator, test)).size).toBe(0);
    expect((await confirmTag(world.operator, prod)).size).toBe(4);
    expect(await inRecords("env")).toEqual(four({ value: "test", sure: false, removing: false }));

    const refused = await ask("refused");
    await confirmTag(world.operator, await ask("last"));
    await dropTag(world.operator, refused, "AWS refused it.");
    expect(await inRecords("env")).toEqual(four({ value: "last", sure: true, removing: false }));

    const gone = await ask(null);
    await confirmTag(world.operator, await ask("back"));
    expect((await confirmTag(world.operator, gone)).size).toBe(4);
    expect(await inRecords("env")).toEqual(four({ value: "back", sure: false, removing: false }));
  });

  it("an image that is gone, somebody else's, or full of tags costs the others nothing", async () => {
    const [gone, foreign, full] = world.old;
    await world.sim.control.deleteImage({ imageId: gone?.imageId ?? "" });
    await world.sim.control.retag({
      resourceId: foreign?.imageId ?? "",
      tags: { "amivault:owner": "another" },
    });
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`t${n}`, "x"]));
    await world.sim.control.retag({ resourceId: full?.imageId ?? "", tags: many });
    const { items } = await set("env", "prod");
    const messages = items.map((item) => (item.ok ? "done" : item.error.message));
    expect(messages[0]).toMatch(/does not show/);
    expect(messages[1]).toMatch(/belongs to another AMIVault/);
    expect(messages[2]).toMatch(/50 tags already/);
    expect(messages[3]).toBe("done");
    expect(await inAws("env")).toEqual([undefined, undefined, undefined, "prod"]);
  });

  it("gives no image to somebody else by a tag that names its maker", async () => {
    const [bare, ours] = world.old;
    await world.sim.control.retag({
      resourceId: bare?.imageId ?? "",
      tags: { "amivault:owner": null },
    });
    const { items } = await set("CreatedBy", "ada", [bare?.id ?? "", ours?.id ?? ""]);
    expect(items).toMatchObject([
      { ok: false, error: { message: "By this tag its image would count as that of ada." } },
      { ok: true },
    ]);
    expect((await inAws("CreatedBy")).slice(0, 2)).toEqual([undefined, "ada"]);
  });

  it("names what has no image, what is unknown and what is out of sight", async () => {
    const [id = "", other = ""] = ids();
    await world.setBackup(id, { status: "failed" });
    const { items } = await set("env", "prod", [id, "bak_none"]);
    expect(items).toMatchObject([
      { id, ok: false, error: { code: "precondition_failed" } },
      { id: "bak_none", ok: false, error: { code: "not_found" } },
    ]);
    const blind = await limitedTo(world.runtime, { role: "operator", accounts: [] });
    const seen = await tagBackups(blind, { ids: [other], set: { key: "env", value: "x" } });
    expect(seen.items).toMatchObject([{ ok: false, error: { code: "not_found" } }]);
    expect(await world.calls("CreateTags")).toBe(0);
  });

  it("the backup's page shows the tag, and its audit trail who set it, to those who may read it", async () => {
    const [backupId = ""] = ids();
    await set("env", "prod", [backupId]);
    const { tags } = await getBackup(world.operator, { backupId });
    expect(tags).toEqual([{ key: "env", value: "prod", state: "set" }]);
    const { items } = await listBackupAudit(world.admin, { backupId });
    expect(items).toMatchObject([
      { action: "backup.tag", actorName: "test-operator", after: { key: "env", value: "prod" } },
    ]);
    await expect(listBackupAudit(world.operator, { backupId })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    const blind = await limitedTo(world.runtime, { role: "admin", accounts: [] });
    await expect(listBackupAudit(blind, { backupId })).rejects.toBeInstanceOf(NotFoundError);
    expect(await getBackupOptions(world.operator)).toMatchObject({
      accounts: [world.fleet[0]?.accountId],
      regions: ["eu-central-1"],
      tags: ["env"],
    });
    expect(await getBackupOptions(blind)).toMatchObject({ accounts: [], regions: [], tags: [] });
  });

  it("is not for a viewer", async () => {
    const viewer = userContext(world.runtime, "viewer");
    const wanted = { ids: ids(), set: { key: "env", value: "x" } };
    await expect(tagBackups(viewer, wanted)).rejects.toBeInstanceOf(ForbiddenError);
  });
});

describe("holdBackups", () => {
  it("holds many and releases them, each with its audit, and tells what was so already", async () => {
    const [first = ""] = ids();
    await holdBackups(world.operator, { ids: [first], held: true, reason: "audit" });
    const report = await holdBackups(world.operator, { ids: [...ids(), "bak_none"], held: true });
    expect(report).toMatchObject({ done: 4, refused: 1 });
    expect(report.items[0]).toMatchObject({ id: first, text: "It was held already." });
    expect(report.items[4]).toMatchObject({ id: "bak_none", error: { code: "not_found" } });
    const held = await listBackups(world.operator, { held: "true" });
    expect(held.items).toHaveLength(4);
    expect(await audits(ids()[1] ?? "")).toEqual(["backup.update"]);
    expect(await holdBackups(world.operator, { ids: ids(), held: false })).toMatchObject({
      done: 4,
    });
    expect((await listBackups(world.operator, { held: "true" })).items).toEqual([]);
  });

  it("holds nothing of which there is nothing to hold, and nothing for a viewer", async () => {
    const [id = ""] = ids();
    await world.setBackup(id, { status: "missed" });
    const report = await holdBackups(world.operator, { ids: [id], held: true });
    expect(report.items).toMatchObject([{ ok: false, error: { code: "precondition_failed" } }]);
    const viewer = userContext(world.runtime, "viewer");
    const asked = holdBackups(viewer, { ids: ids(), held: true });
    await expect(asked).rejects.toBeInstanceOf(ForbiddenError);
  });
});
