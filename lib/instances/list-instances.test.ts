import { createClient } from "@libsql/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "#lib/clock";
import { accounts, credentials, instances, retentionPolicies } from "#lib/db/schema/index";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { userContext } from "#lib/testing/contexts";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { explainReads } from "#lib/testing/explain-reads";
import { followAll } from "#lib/testing/fleet";
import { TEST_NOW as NOW } from "#lib/testing/test-clock";
import { getFleetSummary } from "./get-fleet-summary";
import { getInstance } from "./get-instance";
import { patchInstance } from "./instance.repo";
import { listInstances } from "./list-instances";
import type { ListInstancesInput } from "./schemas";

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
  const base = { partition: "aws", createdAt: NOW };
  const credential = { kind: "access_key" as const, defaultRegion: "eu-west-1" };
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await runtime.db.write(async (tx) => {
    await tx.insert(accounts).values([
      { ...base, id: "acc_a", accountId: "111111111111" },
      { ...base, id: "acc_b", accountId: "222222222222" },
    ]);
    await tx.insert(credentials).values([
      { ...credential, ...stamps, id: "crd_a", name: "A", accountRef: "acc_a" },
      { ...credential, ...stamps, id: "crd_b", name: "B", accountRef: "acc_b" },
    ]);
  });
});
afterEach(() => runtime.close());

type Row = Partial<typeof instances.$inferInsert>;

async function protect(rows: Row[]): Promise<void> {
  await runtime.db.write((tx) =>
    tx.insert(instances).values(
      rows.map((row, n) => ({
        id: `ins_${String(n).padStart(4, "0")}`,
        accountRef: "acc_a",
        credentialId: "crd_a",
        region: "eu-west-1",
        instanceId: `i-${String(n).padStart(17, "0")}`,
        tags: {},
        state: "running" as const,
        nextDueAt: NOW + HOUR,
        lastGoodAt: NOW - HOUR,
        lastEndedStatus: "available" as const,
        lastEndedAt: NOW - HOUR,
        createdAt: NOW,
        updatedAt: NOW,
        ...row,
      })),
    ),
  );
}

const viewer = () => userContext(runtime, "viewer");
const names = async (input: ListInstancesInput) =>
  (await listInstances(viewer(), input)).items.map(({ name }) => name);

describe("listInstances", () => {
  it.each([
    ["name", "asc"],
    ["name", "desc"],
    ["lastGood", "asc"],
    ["lastGood", "desc"],
    ["nextDue", "asc"],
    ["nextDue", "desc"],
    ["account", "asc"],
    ["account", "desc"],
    ["region", "asc"],
    ["region", "desc"],
    ["state", "asc"],
    ["state", "desc"],
  ] as const)("pages by %s %s without losing or repeating one", async (sort, order) => {
    await protect(
      Array.from({ length: 23 }, (_, n) => ({
        name: `Name ${n % 4}`,
        lastGoodAt: n % 3 === 0 ? null : NOW - (n % 5) * HOUR,
        nextDueAt: n % 4 === 0 ? null : NOW + (n % 3) * HOUR,
      })),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listInstances(viewer(), { sort, order, limit: 5, cursor });
      expect(page.total).toBe(23);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const whole = await listInstances(viewer(), { sort, order, limit: 200 });
    expect(seen).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(seen).size).toBe(23);
  });

  it("sorts as people do: by name whatever its case, due ones before those without", async () => {
    await protect([
      { name: "zebra", nextDueAt: null },
      { name: "Alpha", nextDueAt: NOW + DAY },
      { name: "beta", nextDueAt: NOW + HOUR },
    ]);
    expect(await names({})).toEqual(["Alpha", "beta", "zebra"]);
    expect(await names({ sort: "nextDue" })).toEqual(["beta", "Alpha", "zebra"]);
  });

  it("finds by part of a name or the start of an id, wildcards being letters", async () => {
    await protect([{ name: "100% web" }, { name: "100 web" }, { name: "a_b" }, { name: "axb" }]);
    expect(await names({ search: "100%" })).toEqual(["100% web"]);
    expect(await names({ search: "a_b" })).toEqual(["a_b"]);
    expect(await names({ search: "WEB" })).toHaveLength(2);
    expect(await names({ search: "i-00000000000000002" })).toEqual(["a_b"]);
    expect(await names({ search: "\\" })).toEqual([]);
  });

  it("filters by account, region, state, health and credential", async () => {
    await protect([
      { name: "a" },
      { name: "b", accountRef: "acc_b", credentialId: "crd_b" },
      { name: "us", region: "us-east-1", state: "stopped" },
      { name: "failed", lastEndedStatus: "failed" },
      { name: "removed", removedAt: NOW },
    ]);
    expect(await names({ account: "acc_b" })).toEqual(["b"]);
    expect(await names({ account: "222222222222" })).toEqual(["b"]);
    expect(await names({ region: "us-east-1" })).toEqual(["us"]);
    expect(await names({ state: "stopped" })).toEqual(["us"]);
    expect(await names({ health: "needs_you" })).toEqual(["failed"]);
    expect(await names({ credentialId: "crd_b" })).toEqual(["b"]);
    expect(await names({ region: "nowhere" })).toEqual([]);
  });

  it("filters by tag, its key alone or with its value, whatever stands in them", async () => {
    await protect([{ name: "a" }, { name: "b" }, { name: "c" }]);
    await runtime.db.write(async (tx) => {
      await patchInstance(tx, "ins_0000", { tags: { env: "prod", "a=b": "c=d" } });
      await patchInstance(tx, "ins_0001", { tags: { env: "test" } });
    });
    expect(await names({ tag: "env" })).toEqual(["a", "b"]);
    expect(await names({ tag: "env=prod" })).toEqual(["a"]);
    expect(await names({ tag: "a=b=c=d" })).toEqual(["a"]);
    expect(await names({ tag: "a=b" })).toEqual(["a"]);
    expect(await names({ tag: "ENV" })).toEqual([]);
    expect(await names({ search: "env=prod" })).toEqual(["a"]);
    await runtime.db.write((tx) => patchInstance(tx, "ins_0000", { tags: { env: "test" } }));
    expect(await names({ tag: "env=prod" })).toEqual([]);
    expect(await names({ tag: "env=test" })).toEqual(["a", "b"]);
  });

  it("filters by schedule, policy and credential, and by the want of one", async () => {
    await protect([{ name: "bare", credentialId: null }, { name: "own" }, { name: "shared" }]);
    const policy = { tiers: {}, createdAt: NOW, updatedAt: NOW };
    await runtime.db.write(async (tx) => {
      await tx.insert(retentionPolicies).values([
        { ...policy, id: "rpo_own", name: "", instanceRef: "ins_0001" },
        { ...policy, id: "rpo_shared", name: "Shared" },
      ]);
      await patchInstance(tx, "ins_0001", { retentionPolicyId: "rpo_own" });
      await patchInstance(tx, "ins_0002", { retentionPolicyId: "rpo_shared" });
      await patchInstance(tx, "ins_0001", { scheduler: "eventbridge" });
    });
    await ensureDefaults(runtime);
    await followAll(runtime, ["ins_0001", "ins_0002"], "daily");
    const [schedule] = (await getInstance(viewer(), { instanceId: "ins_0001" })).schedules;
    expect(await names({ schedule: schedule?.scheduleId })).toEqual(["own", "shared"]);
    expect(await names({ schedule: "none" })).toEqual(["bare"]);
    expect(await names({ scheduler: "eventbridge" })).toEqual(["own"]);
    expect(await names({ scheduler: "local" })).toEqual(["bare", "shared"]);
    expect(await names({ policy: "default" })).toEqual(["bare"]);
    expect(await names({ policy: "own" })).toEqual(["own"]);
    expect(await names({ policy: "rpo_shared" })).toEqual(["shared"]);
    expect(await names({ credentialId: "none" })).toEqual(["bare"]);
  });

  const INDEXES = [
    [{}, "instances_by_name"],
    [{ order: "desc" }, "instances_by_name"],
    [{ sort: "lastGood", order: "desc" }, "instances_by_last_good"],
    [{ sort: "nextDue" }, "instances_by_next_due"],
    [{ sort: "region" }, "instances_by_region"],
    [{ sort: "state" }, "instances_by_state"],
    [{ state: "stopped" }, "instances_by_state"],
    [{ health: "needs_you" }, "instances_by_name"],
    [{ scheduler: "eventbridge" }, "instances_by_name"],
    [{ tag: "env=prod" }, "instance_tags_key_value"],
    [{ policy: "rpo_x" }, "instances_by_policy"],
    [{ account: "acc_a" }, "instances_protected (account_ref=?)"],
  ] as const;

  it.each(INDEXES)(
    "answers %j by the index %s, without sorting the fleet",
    async (input, index) => {
      const plan = await explainReads(runtime, () => listInstances(viewer(), input));
      expect(plan.join("\n")).toContain(index);
      expect(plan).not.toContain("SCAN instances");
    },
  );

  it("does so whatever the order in which the indexes were made: no two are as good", async () => {
    const client = createClient({ url: runtime.config.database.url });
    const { rows } = await client.execute(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('instances', 'instance_tags')",
    );
    for (const row of rows) await client.execute(`drop index ${String(row["name"])}`);
    for (const row of rows.toReversed()) await client.execute(String(row["sql"]));
    client.close();
    for (const [input, index] of INDEXES) {
      const plan = await explainReads(runtime, () => listInstances(viewer(), input));
      expect(plan.join("\n")).toContain(index);
    }
  });

  it("shows only what the caller may see", async () => {
    await protect([{ name: "a" }, { name: "b", accountRef: "acc_b" }]);
    const limited = { ...viewer(), accounts: ["acc_b"] };
    const page = await listInstances(limited);
    expect(page).toMatchObject({ total: 1, items: [{ name: "b" }] });
    expect(await getFleetSummary(limited)).toMatchObject({ total: 1 });
    expect(await getFleetSummary({ ...limited, accounts: [] })).toMatchObject({ total: 0 });
    await expect(getInstance(limited, { instanceId: "ins_0000" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("refuses a cursor it did not give out and pages without bounds", async () => {
    await expect(listInstances(viewer(), { cursor: "nonsense" })).rejects.toHaveProperty("issues");
    await expect(listInstances(viewer(), { limit: 10_000 })).rejects.toHaveProperty("issues");
  });
});

describe("getFleetSummary", () => {
  it("counts every instance once, and lists what needs you, most urgent first", async () => {
    await protect([
      { name: "fine" },
      { name: "paused", paused: true, lastEndedStatus: "failed" },
      { name: "new", lastGoodAt: null, lastEndedStatus: null },
      { name: "gone", state: "terminated" },
      { name: "unscheduled", nextDueAt: null },
      { name: "missed", lastEndedStatus: "missed" },
      { name: "failed long ago", lastEndedStatus: "failed", lastEndedAt: NOW - DAY },
      { name: "failed", lastEndedStatus: "failed", lastEndedBackupId: "bak_1" },
      { name: "removed", lastEndedStatus: "failed", removedAt: NOW },
    ]);
    const summary = await getFleetSummary(viewer());
    expect(summary).toMatchObject({
      total: 8,
      protected: 1,
      waiting: 1,
      paused: 1,
      needsYouCount: 5,
    });
    expect(summary.needsYou.map(({ name, health }) => [name, health.action])).toEqual([
      ["failed", "backup_now"],
      ["failed long ago", "backup_now"],
      ["missed", "backup_now"],
      ["unscheduled", "choose_schedule"],
      ["gone", "remove_instance"],
    ]);
    expect(summary.needsYou[0]).toMatchObject({
      accountId: "111111111111",
      lastEndedBackupId: "bak_1",
    });
  });

  it("an empty fleet is a fleet", async () => {
    expect(await getFleetSummary(viewer())).toEqual({
      total: 0,
      protected: 0,
      waiting: 0,
      paused: 0,
      needsYouCount: 0,
      needsYou: [],
    });
  });

  it("does not grow with what needs you", async () => {
    await protect(Array.from({ length: 200 }, () => ({ lastEndedStatus: "failed" as const })));
    const summary = await getFleetSummary(viewer());
    expect(summary.needsYouCount).toBe(200);
    expect(summary.needsYou).toHaveLength(20);
  });
});
