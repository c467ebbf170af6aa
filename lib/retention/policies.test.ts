import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, toIso } from "../clock";
import { auditEntries, events, instances, retentionPolicies } from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople, limitedTo } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { assignPolicy } from "./assign-policy";
import { comparePolicies } from "./compare-policies";
import { createPolicy } from "./create-policy";
import { deletePolicy } from "./delete-policy";
import { getInstanceRetention } from "./get-instance-retention";
import { getDefaultPolicy, getPolicy } from "./get-policy";
import { listPolicies } from "./list-policies";
import { previewPolicy } from "./preview-policy";
import { setOwnPolicy } from "./set-own-policy";
import { updatePolicy } from "./update-policy";

let runtime: TestRuntime;
let fleet: string[];
beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  fleet = await createFleet(runtime, { instances: 3 });
});
afterEach(() => runtime.close());

const admin = () => userContext(runtime, "admin");
const instance = (index: number) => fleet[index] ?? "";
const daysAgo = (...days: number[]) => days.map((count) => runtime.clock.now() - count * DAY);
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  );
const policyIdOf = async (id: string) => {
  const [row] = await runtime.db.read.select().from(instances).where(eq(instances.id, id));
  return row?.retentionPolicyId;
};

describe("a named policy", () => {
  it("is stored in words, audited and told", async () => {
    const policy = await createPolicy(admin(), {
      name: "Production",
      keepDays: 7,
      tiers: { daily: 14, weekly: 0, monthly: null },
      zone: "europe/berlin",
    });
    expect(policy).toMatchObject({
      name: "Production",
      words: "7 days and 14 daily",
      tiers: { daily: 14 },
      floor: 2,
      zone: "Europe/Berlin",
      enforced: true,
      instanceCount: 0,
    });
    const audited = await runtime.db.read.select().from(auditEntries);
    expect(audited.at(-1)).toMatchObject({ action: "policy.create", targetId: policy.id });
    const told = await runtime.db.read.select().from(events);
    expect(told.at(-1)).toMatchObject({ type: "policy.changed", entityId: policy.id });
    const page = await listPolicies(admin());
    expect(page.items.map(({ name }) => name)).toEqual(["Default", "Production"]);
    expect(page.items[0]?.instanceCount).toBe(3);
  });

  it.each([
    ["would keep nothing", { keepDays: 0, tiers: { daily: 0 } }, /keep nothing/],
    ["has an unknown zone", { keepDays: 1, zone: "Mars/Olympus" }, /not an IANA time zone/],
    ["has a name that is taken", { name: "Default", keepDays: 1 }, /has this name/],
  ])("is refused when it %s", async (_, changes, message) => {
    const call = createPolicy(admin(), { name: "Other", ...changes });
    expect(await refusal(call)).toMatchObject({ message: expect.stringMatching(message) });
  });

  it.each([
    ["no floor", { floor: 0 }],
    ["part of a day", { keepDays: 1.5 }],
    ["a word it does not know", { keep: 1 }],
  ])("is refused with %s", async (_, changes) => {
    const call = createPolicy(admin(), { name: "Other", ...changes });
    expect(await refusal(call)).toHaveProperty("issues");
  });

  it("may have no rule: then it keeps everything", async () => {
    const policy = await createPolicy(admin(), { name: "Keep all" });
    expect(policy.words).toBe("everything");
  });

  it("says how much the instances that follow it have stored", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepDays: 400 });
    await assignPolicy(admin(), { policyId, instanceIds: [instance(1), instance(2)] });
    const stored = { availableCount: 4, availableBytes: 4e9 };
    await runtime.db.write((tx) => tx.update(instances).set(stored));
    const { items } = await listPolicies(admin());
    expect(items).toMatchObject([
      { name: "A", instanceCount: 2, imageCount: 8, storedBytes: 8e9 },
      { name: "Default", instanceCount: 1, imageCount: 4, storedBytes: 4e9 },
    ]);
    const limited = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    expect((await listPolicies(limited)).items[0]).toMatchObject({
      instanceCount: 0,
      storedBytes: 0,
    });
  });

  it("notes when an edit may change what goes, and only then", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepDays: 7 });
    const changedAt = async () => {
      const [row] = await runtime.db.read
        .select()
        .from(retentionPolicies)
        .where(eq(retentionPolicies.id, policyId));
      return row?.changedAt;
    };
    const createdAt = runtime.clock.now();
    runtime.clock.advance(1_000);
    expect(await updatePolicy(admin(), { policyId, name: "B", keepDays: 7 })).toMatchObject({
      name: "B",
      keepDays: 7,
    });
    expect(await changedAt()).toBe(createdAt);
    await updatePolicy(admin(), { policyId, keepDays: 8, keepCount: 3 });
    expect(await changedAt()).toBe(createdAt + 1_000);
    expect(await updatePolicy(admin(), { policyId, keepDays: null })).toMatchObject({
      keepDays: null,
      keepCount: 3,
    });
    expect(await refusal(updatePolicy(admin(), { policyId, keepCount: 0 }))).toMatchObject({
      code: "validation",
    });
  });

  it("is deleted only when nobody follows it; the default never is", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepDays: 7 });
    await assignPolicy(admin(), { policyId, instanceIds: [instance(0)] });
    expect(await refusal(deletePolicy(admin(), { policyId }))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("server 0"),
    });
    await assignPolicy(admin(), { policyId: null, instanceIds: [instance(0)] });
    await deletePolicy(admin(), { policyId });
    const standard = await getDefaultPolicy(admin());
    expect(await refusal(deletePolicy(admin(), { policyId: standard.id }))).toMatchObject({
      code: "conflict",
    });
    expect(await refusal(deletePolicy(admin(), { policyId }))).toMatchObject({ code: "not_found" });
  });

  it("that instances of other accounts follow is not for those who do not see them", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepDays: 70 });
    await assignPolicy(admin(), { policyId, instanceIds: [instance(0)] });
    const limited = await limitedTo(runtime, { role: "admin", accounts: ["acc_other"] });
    for (const id of [policyId, (await getDefaultPolicy(admin())).id]) {
      const edited = await refusal(updatePolicy(limited, { policyId: id, keepDays: 1 }));
      expect(edited).toMatchObject({ code: "forbidden" });
    }
    const deleted = await refusal(deletePolicy(limited, { policyId }));
    expect(deleted).toMatchObject({
      message: "Instances that you may not see follow this policy.",
    });
    const seeing = await limitedTo(runtime, { role: "admin", accounts: ["acc_1"] });
    expect(await updatePolicy(seeing, { policyId, keepDays: 60 })).toMatchObject({ keepDays: 60 });
  });

  it("is for administrators to change, and for everybody to read", async () => {
    const operator = userContext(runtime, "operator");
    const forbidden = { code: "forbidden" };
    expect(await refusal(createPolicy(operator, { name: "A" }))).toMatchObject(forbidden);
    expect(
      await refusal(assignPolicy(operator, { policyId: null, instanceIds: [instance(0)] })),
    ).toMatchObject(forbidden);
    expect((await listPolicies(userContext(runtime, "viewer"))).total).toBe(1);
  });
});

describe("an instance", () => {
  it("has a policy of its own until it is given a shared one", async () => {
    const own = await setOwnPolicy(admin(), { instanceId: instance(0), keepCount: 5 });
    expect(own).toMatchObject({ instanceId: instance(0), keepCount: 5, keepDays: null });
    expect(await policyIdOf(instance(0))).toBe(own.id);
    const again = await setOwnPolicy(admin(), { instanceId: instance(0), keepDays: 3 });
    expect(again).toMatchObject({ id: own.id, keepCount: null, keepDays: 3 });
    expect((await listPolicies(admin())).items).toHaveLength(1);
    expect(
      await refusal(assignPolicy(admin(), { policyId: own.id, instanceIds: [instance(1)] })),
    ).toMatchObject({ code: "validation" });
    await assignPolicy(admin(), { policyId: null, instanceIds: fleet });
    expect(await policyIdOf(instance(0))).toBeNull();
    const owned = await runtime.db.read
      .select()
      .from(retentionPolicies)
      .where(eq(retentionPolicies.id, own.id));
    expect(owned[0]?.deletedAt).not.toBeNull();
  });

  it("of another account is not there", async () => {
    const ctx = await limitedTo(runtime, { role: "admin", accounts: ["acc_other"] });
    const call = assignPolicy(ctx, { policyId: null, instanceIds: [instance(0)] });
    expect(await refusal(call)).toMatchObject({ code: "not_found" });
  });

  it("has no policy of its own for those who do not see it, nor do they hear of one", async () => {
    const own = await setOwnPolicy(admin(), { instanceId: instance(0), keepDays: 30 });
    await setOwnPolicy(admin(), { instanceId: instance(0), keepDays: 40 });
    const limited = await limitedTo(runtime, { role: "admin", accounts: ["acc_other"] });
    const policyId = own.id;
    for (const call of [
      getPolicy(limited, { policyId }),
      previewPolicy(limited, { policyId }),
      comparePolicies(limited, { policyId, rules: { keepDays: 1 } }),
      updatePolicy(limited, { policyId, keepDays: 1 }),
      deletePolicy(limited, { policyId }),
    ]) {
      expect(await refusal(call)).toMatchObject({ code: "not_found" });
    }
    const seeing = await limitedTo(runtime, { role: "admin", accounts: ["acc_1"] });
    expect(await getPolicy(seeing, { policyId })).toMatchObject({ keepDays: 40 });
    for (const table of [auditEntries, events]) {
      const rows = await runtime.db.read.select().from(table);
      const about = rows.filter((row) => JSON.stringify(row).includes(policyId));
      expect(about.map(({ accountRef }) => accountRef)).toEqual(["acc_1", "acc_1"]);
    }
  });

  it("says why each image stays and when it will go", async () => {
    await followAll(runtime, [instance(0)], "daily");
    await addHistory(runtime, instance(0), daysAgo(1, 2, 10, 40));
    await setOwnPolicy(admin(), { instanceId: instance(0), keepDays: 30 });
    const { state, forecast } = await getInstanceRetention(admin(), { instanceId: instance(0) });
    expect(state).toBe("unconfirmed");
    expect(forecast).toMatchObject({ keepCount: 3, removeCount: 1, removeBytes: 8e9 });
    expect(forecast.keep.map(({ words }) => words)).toEqual([
      "younger than 30 days, floor 1 of 2",
      "younger than 30 days, floor 2 of 2",
      "younger than 30 days",
    ]);
    const [oldest] = daysAgo(10);
    expect(forecast.keep[2]?.goesAt).toBe(toIso((oldest ?? 0) + 30 * DAY));
    expect(forecast.keep[0]?.goesAt).not.toBeNull();
  });
});

describe("a dry run", () => {
  beforeEach(async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 10, 40));
    await addHistory(runtime, instance(1), daysAgo(20, 21, 22, 23));
  });

  it("of rules that are not saved goes over every instance, in pages", async () => {
    const rules = { keepDays: 15 };
    const first = await previewPolicy(admin(), { rules, limit: 2 });
    expect(first.totals).toMatchObject({
      instances: 3,
      touchedInstances: 2,
      backups: 8,
      keep: 5,
      remove: 3,
      removeBytes: 3 * 8e9,
      unknownSizes: 0,
    });
    expect(first.items.map(({ removeCount }) => removeCount)).toEqual([1, 2]);
    const second = await previewPolicy(admin(), {
      rules,
      limit: 2,
      cursor: first.nextCursor ?? undefined,
    });
    expect(second).toMatchObject({ totals: null, nextCursor: null });
    expect(second.items.map(({ instance: shown }) => shown.id)).toEqual([instance(2)]);
    expect(await runtime.db.read.$count(instances)).toBe(3);
  });

  it("of a saved policy goes over its instances, or over those that are named", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepCount: 1, floor: 1 });
    await assignPolicy(admin(), { policyId, instanceIds: [instance(1)] });
    expect((await previewPolicy(admin(), { policyId })).totals).toMatchObject({
      instances: 1,
      remove: 3,
    });
    const named = await previewPolicy(admin(), { policyId, instanceIds: [instance(0)] });
    expect(named.totals).toMatchObject({ instances: 1, backups: 4, remove: 3 });
  });

  it("shows nothing of accounts that are not the caller's", async () => {
    const ctx = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    const { totals } = await previewPolicy(ctx, { rules: { keepDays: 1 } });
    expect(totals).toMatchObject({ instances: 0, backups: 0 });
  });
});
