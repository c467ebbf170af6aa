import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { credentials, retentionPolicies } from "#lib/db/schema/index";
import { userContext } from "#lib/testing/contexts";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { addTestPeople } from "#lib/testing/people";
import { explainReads } from "#lib/testing/explain-reads";
import { createFleet, followAll } from "#lib/testing/fleet";
import { exportInstances } from "./export-instances";
import { getInstanceHistory } from "./get-instance-history";
import { getInstanceFacets } from "./get-instance-facets";
import { patchInstance } from "./instance.repo";
import { listBackups } from "#lib/backups/list-backups";
import { listInstances } from "./list-instances";
import { listInstanceIds } from "./list-instance-ids";
import { pauseInstance } from "./pause-instance";
import { resumeInstance } from "./resume-instance";
import { suggestInstances } from "./suggest-instances";

let runtime: TestRuntime;
let ids: string[];
beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  ids = await createFleet(runtime, { accounts: ["acc_a", "acc_b"], instances: 230 });
});
afterEach(() => runtime.close());

const viewer = () => userContext(runtime, "viewer");
const limited = () => ({ ...viewer(), accounts: ["acc_b"] });
const nobody = () => userContext(runtime, "viewer", { mustChangePassword: true });

type Patch = Parameters<typeof patchInstance>[2];
async function patch(...patches: Patch[]): Promise<void> {
  await runtime.db.write(async (tx) => {
    for (const [n, one] of patches.entries()) await patchInstance(tx, ids[n] ?? "", one);
  });
}

/** The last hundred. */
async function patchLast(one: Patch): Promise<void> {
  await runtime.db.write(async (tx) => {
    for (const id of ids.slice(-100)) await patchInstance(tx, id, one);
  });
}

describe("listInstanceIds", () => {
  it("gives every id that the filters match, once, over its pages", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listInstanceIds(viewer(), { limit: 100, cursor });
      expect(page.total).toBe(460);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  it("misses none that matches all the while, however the names change between its pages", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listInstanceIds(viewer(), { limit: 100, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      // What comes last by name goes first, over any place that a page could have ended at.
      await patchLast({ name: "!", state: "terminated", lastGoodAt: 1, nextDueAt: 1 });
    } while (cursor !== undefined);
    expect(seen).toHaveLength(460);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it("keeps to the caller's accounts, and calls a nameless one by its EC2 id", async () => {
    await patch({ name: "" });
    expect((await listInstanceIds(limited())).total).toBe(230);
    const { items } = await listInstanceIds(viewer(), { limit: 1 });
    expect(items).toEqual([{ id: ids[0], label: "i-00000000000000000" }]);
  });
});

describe("suggestInstances", () => {
  it("puts names that begin with the text before those that hold it, whatever the case", async () => {
    await patch({ name: "my web" }, { name: "WEB-2" }, { name: "web-1" }, { name: "wet" });
    const { instances } = await suggestInstances(viewer(), { text: "Web" });
    expect(instances.map(({ name }) => name)).toEqual(["web-1", "WEB-2", "my web"]);
  });

  it("finds EC2 ids by their beginning and takes wildcards for letters", async () => {
    const { instances } = await suggestInstances(viewer(), { text: "i-0000000000000000a" });
    expect(instances.map(({ instanceId }) => instanceId)).toEqual(["i-0000000000000000a"]);
    expect((await suggestInstances(viewer(), { text: "%" })).instances).toEqual([]);
  });

  it("suggests tags by key and by value, and the values of a key", async () => {
    const env = { env: "Production", team: "payments" };
    await patch({ tags: env }, { tags: { ...env, env: "test" } });
    const tagsFor = async (text: string) => (await suggestInstances(viewer(), { text })).tags;
    expect(await tagsFor("e")).toEqual([{ key: "env", value: null }]);
    expect(await tagsFor("p")).toEqual([
      { key: "team", value: "payments" },
      { key: "env", value: "Production" },
    ]);
    expect(await tagsFor("env=p")).toEqual([{ key: "env", value: "Production" }]);
    expect((await suggestInstances(limited(), { text: "e" })).tags).toEqual([]);
  });

  it("finds names and values of other alphabets, as they stand and in another case", async () => {
    await patch(
      { name: "ÄRZTE-Köln", tags: { site: "Ørsted" } },
      { name: "Москва" },
      { name: "Öl-ÄRGER" },
    );
    const namesOf = async (text: string) =>
      (await suggestInstances(viewer(), { text })).instances.map(({ name }) => name);
    for (const text of ["ÄRZTE", "ärzte", "Köln"])
      expect(await namesOf(text)).toEqual(["ÄRZTE-Köln"]);
    // In no one case: a letter here, another there.
    for (const text of ["öl-ärger", "ÖL-ärger", "öL-Är", "l-ärGER"]) {
      expect(await namesOf(text)).toEqual(["Öl-ÄRGER"]);
      expect((await listInstances(viewer(), { search: text })).total).toBe(1);
    }
    for (const text of ["Москва", "МОСКВА", "москва", "осква"]) {
      expect(await namesOf(text)).toEqual(["Москва"]);
      expect((await listInstances(viewer(), { search: text })).total).toBe(1);
      expect((await listBackups(viewer(), { search: text })).items).toEqual([]);
    }
    expect((await suggestInstances(viewer(), { text: "Ørs" })).tags).toEqual([
      { key: "site", value: "Ørsted" },
    ]);
    expect((await suggestInstances(limited(), { text: "Ørs" })).tags).toEqual([]);
  });

  it("suggests none of another account's instances, and nothing to nobody", async () => {
    await patch({ name: "hidden" });
    expect((await suggestInstances(limited(), { text: "hidden" })).instances).toEqual([]);
    await expect(suggestInstances(nobody(), { text: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("reads the tags that begin so alone for somebody of some accounts as well", async () => {
    const plan = await explainReads(runtime, () => suggestInstances(limited(), { text: "x" }));
    expect(plan.join("\n")).toMatch(
      /SEARCH instance_tags USING (COVERING )?INDEX instance_tags_value/,
    );
    await patch({ tags: { theirs: "1" } });
    await runtime.db.write((tx) =>
      patchInstance(tx, ids.at(-1) ?? "", { tags: { tier: "1", Team: "a" } }),
    );
    const { tags } = await suggestInstances(limited(), { text: "t" });
    expect(tags.map(({ key }) => key)).toEqual(["Team", "tier"]);
  });

  it("reads indexes alone", async () => {
    const plan = await explainReads(runtime, () => suggestInstances(viewer(), { text: "i-x" }));
    expect(plan.filter((step) => step.startsWith("SCAN") && !step.includes("INDEX"))).toEqual([]);
    expect(plan.join("\n")).toContain("instances_by_ec2_id");
    expect(plan.join("\n")).toContain("instance_tags_value");
  });
});

describe("getInstanceFacets", () => {
  it("counts what is in use, within the caller's accounts, without the removed", async () => {
    await patch({ region: "us-east-1", state: "stopped" }, { removedAt: 1 });
    expect(await getInstanceFacets(viewer())).toEqual({
      accounts: [
        { accountId: "111111111111", count: 229 },
        { accountId: "111111111112", count: 230 },
      ],
      regions: [
        { region: "eu-central-1", count: 458 },
        { region: "us-east-1", count: 1 },
      ],
      states: [
        { state: "running", count: 458 },
        { state: "stopped", count: 1 },
      ],
      schedules: [],
      policies: [],
      credentials: [],
    });
    expect((await getInstanceFacets(limited())).accounts).toHaveLength(1);
  });
});

describe("getInstanceFacets' choices by name", () => {
  it("are those that an instance in sight follows", async () => {
    const stamps = { createdAt: 1, updatedAt: 1 };
    await runtime.db.write(async (tx) => {
      await tx.insert(retentionPolicies).values([
        { ...stamps, id: "pol_used", name: "Used", tiers: {} },
        { ...stamps, id: "pol_idle", name: "Idle", tiers: {} },
      ]);
      const key = { ...stamps, kind: "access_key" as const, defaultRegion: "eu-central-1" };
      await tx.insert(credentials).values([
        { ...key, id: "crd_used", name: "Used key", accountRef: "acc_a" },
        { ...key, id: "crd_idle", name: "Idle key", accountRef: "acc_a" },
      ]);
    });
    await patch({ retentionPolicyId: "pol_used", credentialId: "crd_used" });
    await followAll(runtime, ids.slice(0, 2), "hourly");
    expect(await getInstanceFacets(viewer())).toMatchObject({
      schedules: [{ name: expect.any(String) }],
      policies: [{ id: "pol_used", name: "Used" }],
      credentials: [{ id: "crd_used", name: "Used key" }],
    });
    const nothing = { schedules: [], policies: [], credentials: [] };
    expect(await getInstanceFacets(limited())).toMatchObject(nothing);
  });
});

describe("getInstanceHistory", () => {
  const admin = () => userContext(runtime, "admin");

  it("tells what was done and by whom, newest first, a page at a time", async () => {
    const instanceId = ids[0] ?? "";
    await pauseInstance(admin(), { instanceId });
    runtime.clock.advance(1_000);
    await resumeInstance(admin(), { instanceId });
    const first = await getInstanceHistory(admin(), { instanceId, limit: 1 });
    expect(first.items).toMatchObject([{ action: "instance.resume", actorName: "test-admin" }]);
    const cursor = first.nextCursor ?? undefined;
    const second = await getInstanceHistory(admin(), { instanceId, limit: 1, cursor });
    expect(second).toMatchObject({ items: [{ action: "instance.pause" }], nextCursor: null });
  });

  it("is for those who may read the audit log, of instances they may see", async () => {
    const instanceId = ids[0] ?? "";
    await expect(getInstanceHistory(viewer(), { instanceId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const elsewhere = { ...admin(), accounts: ["acc_b"] };
    for (const [ctx, id] of [
      [elsewhere, instanceId],
      [admin(), "ins_nowhere"],
    ] as const) {
      const wanted = getInstanceHistory(ctx, { instanceId: id });
      await expect(wanted).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("exportInstances", () => {
  const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

  it("holds every row that matches, over its pages, in the order of the list", async () => {
    const text = await textOf(exportInstances(viewer(), { sort: "account" }));
    const lines = text.trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 460);
    expect(new Set(lines).size).toBe(461);
    const some = await textOf(exportInstances(viewer(), { account: "acc_a" }));
    expect(some.trimEnd().split("\r\n")).toHaveLength(1 + 230);
    expect((await textOf(exportInstances(limited()))).trimEnd().split("\r\n")).toHaveLength(231);
  });

  it("holds each row once though what the list is sorted by moves while it is read", async () => {
    const reader = exportInstances(viewer(), { sort: "nextDue" }).getReader();
    const decoder = new TextDecoder();
    const first = [await reader.read(), await reader.read()];
    const [early = "", last = ""] = [ids[0], ids.at(-1)];
    await runtime.db.write(async (tx) => {
      await patchInstance(tx, last, { nextDueAt: 1 });
      await patchInstance(tx, early, { nextDueAt: Number.MAX_SAFE_INTEGER });
    });
    let text = first.map(({ value }) => decoder.decode(value)).join("");
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value);
    }
    const listed = text
      .trimEnd()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",").at(-1));
    expect(listed.toSorted()).toEqual(ids.map((id) => `"${id}"`).toSorted());
  });

  it("makes no formula of a Name tag or of any other cell", async () => {
    const names = ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", "\rx", 'a"b,c'];
    await patch(...names.map((name) => ({ name, platform: name, instanceType: name })));
    const text = await textOf(exportInstances(viewer()));
    expect(text).toContain(`"'=HYPERLINK(1)"`);
    expect(text).not.toMatch(/(^|,|\n)"?[=+\-@\t]/);
    expect(text).not.toMatch(/(^|,|\n)"\r(?!\n)/);
    expect(text).toContain('"a""b,c"');
  });

  it("gives nobody anything", () => {
    expect(() => exportInstances(nobody())).toThrow(expect.objectContaining({ code: "forbidden" }));
  });
});
