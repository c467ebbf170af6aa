import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "#lib/clock";
import { accounts, credentials, instances } from "#lib/db/schema/index";
import { userContext } from "#lib/testing/contexts";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { TEST_NOW as NOW } from "#lib/testing/test-clock";
import { getFleetSummary } from "./get-fleet-summary";
import { getInstance } from "./get-instance";
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
