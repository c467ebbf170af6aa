import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock";
import {
  accountDays,
  accounts,
  instances,
  planItems,
  plans,
  retentionPolicies,
  schedules,
} from "../db/schema";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { addRemovedImages } from "../testing/removed-images";
import { confirmRetention } from "./confirm-retention";
import { sweepRetention, sweepWhenDue } from "./sweep-retention";
import { updatePolicy } from "./update-policy";

let runtime: TestRuntime;
let now: number;
let fleet: string[];

beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  fleet = await createFleet(runtime, { accounts: ["acc_1", "acc_2"], instances: 2 });
  // Long enough ago that no edit is new.
  runtime.clock.advance(2 * DAY);
  now = runtime.clock.now();
  await runtime.db.write(async (tx) => {
    await tx.update(accounts).set({ retentionConfirmedAt: now - 2 * DAY });
    await tx.update(retentionPolicies).set({ keepDays: 30 });
    await tx.update(instances).set({ retentionSweptAt: now - DAY });
  });
});
afterEach(() => runtime.close());

const daysAgo = (...days: number[]) => days.map((count) => now - count * DAY);
const instance = (index: number) => fleet[index] ?? "";
const readItems = () => runtime.db.read.select().from(planItems).orderBy(planItems.id);
const readPlans = () => runtime.db.read.select().from(plans).orderBy(plans.id);
const defaultPolicy = async () => {
  const [policy] = await runtime.db.read.select().from(retentionPolicies);
  return policy?.id ?? "";
};

describe("a sweep", () => {
  it("makes one plan an account, with the rule and the survivors of each removal", async () => {
    const [newest, second, , old] = await addHistory(runtime, instance(0), daysAgo(1, 2, 3, 31));
    const [, , old2] = await addHistory(runtime, instance(1), daysAgo(40, 41, 42));
    await addHistory(runtime, instance(2), daysAgo(1, 2, 31));
    expect(await sweepRetention(runtime)).toMatchObject({ accounts: 2, backups: 10, planned: 3 });
    expect(await readPlans()).toMatchObject([
      { kind: "retention", automatic: true, breakerReason: null, itemCount: 2 },
      { kind: "retention", automatic: true, breakerReason: null, itemCount: 1 },
    ]);
    const items = await readItems();
    const first = items.find(({ backupId }) => backupId === old);
    expect(first).toMatchObject({
      accountRef: "acc_1",
      instanceRef: instance(0),
      imageId: `ami-${old}`,
      mode: "image_and_snapshots",
      rule: "Default: older than 30 days; no other rule keeps it.",
      sizeBytes: 8e9,
    });
    expect(first?.survivorIds.slice(0, 2)).toEqual([newest, second]);
    expect(items.map(({ backupId }) => backupId)).toContain(old2);
  });

  it("leaves an account alone that no person confirmed", async () => {
    await runtime.db.write((tx) => tx.update(accounts).set({ retentionConfirmedAt: null }));
    await addHistory(runtime, instance(0), daysAgo(1, 2, 31));
    expect(await sweepRetention(runtime)).toMatchObject({ accounts: 0, planned: 0 });
    const stale = userContext(runtime, "admin", { provenAt: 0 });
    await expect(confirmRetention(stale, { accountRef: "acc_1" })).rejects.toMatchObject({
      reason: "proof_required",
    });
    await confirmRetention(userContext(runtime, "admin"), { accountRef: "acc_1" });
    expect(await sweepRetention(runtime)).toMatchObject({ accounts: 1, planned: 1 });
  });

  it.each([
    ["its policy is not enforced", { enforced: false }, {}],
    ["its policy has no rule", { keepDays: null }, {}],
    ["it was removed from protection", {}, { removedAt: 1 }],
  ])("removes nothing of an instance while %s", async (_, policy, changed) => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 31));
    await runtime.db.write(async (tx) => {
      if (Object.keys(policy).length > 0) await tx.update(retentionPolicies).set(policy);
      if (Object.keys(changed).length > 0) await tx.update(instances).set(changed);
    });
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 0 });
  });

  it("goes on for a removed instance where a person chose that, even after a failed run", async () => {
    await addHistory(runtime, instance(0), [
      ...daysAgo(1, 2, 31),
      { at: now - HOUR, status: "failed" },
    ]);
    await runtime.db.write((tx) =>
      tx.update(instances).set({ removedAt: 1, retentionAfterRemoval: true }),
    );
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 1 });
  });

  it("is frozen by a failed scheduled run, not by a manual one, until a scheduled one succeeds", async () => {
    const failed = { at: now - HOUR, status: "failed" as const };
    await addHistory(runtime, instance(0), [...daysAgo(1, 2, 31), failed]);
    await addHistory(runtime, instance(1), [...daysAgo(1, 2, 31), { ...failed, kind: "manual" }]);
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 1 });
    await addHistory(runtime, instance(0), [now - MINUTE]);
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 1 });
  });

  it("leaves an instance alone while a plan holds something of it", async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 31));
    await sweepRetention(runtime);
    await addHistory(runtime, instance(0), daysAgo(32));
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 0 });
  });

  it("does not ask AWS again within a day about what a plan left", async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 31));
    await sweepRetention(runtime);
    await runtime.db.write(async (tx) => {
      await tx.update(planItems).set({ status: "blocked", updatedAt: now });
      await tx.update(plans).set({ status: "applied" });
    });
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 0 });
    runtime.clock.advance(DAY + 1);
    expect(await sweepRetention(runtime)).toMatchObject({ planned: 1 });
  });
});

describe("a person is asked", () => {
  const newestReason = async () => (await readPlans()).at(-1)?.breakerReason;
  const old = (count: number) => daysAgo(...Array.from({ length: count }, (_, day) => 100 + day));

  it("when a day exceeds ten and twice what schedules make, with what is removed already", async () => {
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(8)]);
    await addRemovedImages(runtime, { accountRef: "acc_1", at: now - HOUR, count: 3 });
    await sweepRetention(runtime);
    expect(await newestReason()).toMatch(/^11 images .* make 0 a day/);
  });

  it("when the day before and after midnight exceeds ten together", async () => {
    const midnight = Math.ceil(now / DAY) * DAY;
    runtime.clock.set(midnight + 10 * MINUTE);
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(8)]);
    await addRemovedImages(runtime, { accountRef: "acc_1", at: midnight - MINUTE, count: 3 });
    await sweepRetention(runtime);
    expect(await newestReason()).toMatch(/^11 images/);
  });

  it("when with it goes what was planned days ago and could not go until now", async () => {
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(8)]);
    const at = now - HOUR;
    await addRemovedImages(runtime, {
      accountRef: "acc_1",
      plannedAt: now - 5 * DAY,
      at,
      count: 3,
    });
    await sweepRetention(runtime);
    expect(await newestReason()).toMatch(/^11 images/);
  });

  it.each([
    ["went at the same hour yesterday", { at: (at: number) => at - 23 * HOUR }],
    ["somebody said yes to", { at: (at: number) => at - HOUR, appliedBy: "usr_1" }],
    ["went in another account", { at: (at: number) => at - HOUR, accountRef: "acc_2" }],
  ])("not for what %s", async (_, { at, ...of }) => {
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(8)]);
    await addRemovedImages(runtime, { accountRef: "acc_1", count: 3, at: at(now), ...of });
    await sweepRetention(runtime);
    expect(await newestReason()).toBeNull();
  });

  it("not while schedules make half as many a day", async () => {
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(11)]);
    const days = Array.from({ length: 14 }, (_, index) => dayOf(now - (index + 1) * DAY));
    await runtime.db.write((tx) =>
      tx.insert(accountDays).values(days.map((day) => ({ accountRef: "acc_1", day, made: 6 }))),
    );
    await sweepRetention(runtime);
    expect(await readPlans()).toMatchObject([{ breakerReason: null, itemCount: 11 }]);
  });

  it.each([
    ["its policy", (at: number) => ({ policy: at })],
    ["its schedule", (at: number) => ({ schedule: at })],
    ["which one it follows", (at: number) => ({ instance: at })],
  ])("at the first sweep after somebody edited %s, if over 20 %% would go", async (_, edits) => {
    const edit: { policy?: number; schedule?: number; instance?: number } = edits(now - HOUR);
    runtime.clock.set(now - 3 * DAY);
    await followAll(runtime, fleet, "daily");
    runtime.clock.set(now);
    await addHistory(runtime, instance(0), daysAgo(1, 2, 3, 31));
    await runtime.db.write(async (tx) => {
      if (edit.policy) await tx.update(retentionPolicies).set({ changedAt: edit.policy });
      if (edit.schedule) await tx.update(schedules).set({ timingChangedAt: edit.schedule });
      if (edit.instance) await tx.update(instances).set({ retentionChangedAt: edit.instance });
    });
    await sweepRetention(runtime);
    const [asked] = await readPlans();
    expect(asked?.breakerReason).toMatch(/1 of 4 images \(25 %\)/);
    const [row] = await runtime.db.read
      .select()
      .from(instances)
      .where(eq(instances.id, instance(0)));
    expect(row?.retentionSweptAt).toBe(now - DAY);
  });

  it("only once where a fifth or less would go", async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 3, 4, 31));
    await runtime.db.write((tx) => tx.update(retentionPolicies).set({ changedAt: now - HOUR }));
    await sweepRetention(runtime);
    expect(await readPlans()).toMatchObject([{ breakerReason: null, itemCount: 1 }]);
    const [row] = await runtime.db.read.select().from(instances);
    expect(row?.retentionSweptAt).toBe(now);
  });

  it("and nothing else of the account goes until the answer", async () => {
    await addHistory(runtime, instance(0), [...daysAgo(1, 2), ...old(11)]);
    await sweepRetention(runtime);
    await addHistory(runtime, instance(1), daysAgo(1, 2, 31));
    await addHistory(runtime, instance(2), daysAgo(1, 2, 31));
    expect(await sweepRetention(runtime)).toMatchObject({ accounts: 1, planned: 1 });
    const counts = (await readPlans()).map(({ itemCount }) => itemCount);
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 11]);
  });
});

describe("the repeat", () => {
  const run = () => sweepWhenDue(runtime, { owner: "test" });
  const edit = async () =>
    updatePolicy(userContext(runtime, "admin"), { policyId: await defaultPolicy(), keepDays: 20 });

  it("sweeps each hour, and five minutes after an edit", async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 3, 4, 5, 6, 25));
    await run();
    await edit();
    runtime.clock.advance(5 * MINUTE - 1);
    await run();
    expect(await readPlans()).toEqual([]);
    runtime.clock.advance(1);
    await run();
    expect(await readPlans()).toMatchObject([{ itemCount: 1, breakerReason: null }]);
    await addHistory(runtime, instance(1), daysAgo(1, 2, 3, 4, 5, 6, 25));
    runtime.clock.advance(HOUR - 1);
    await run();
    expect(await readPlans()).toHaveLength(1);
    runtime.clock.advance(1);
    await run();
    expect(await readPlans()).toHaveLength(2);
  });

  it("sweeps again after a clock that was ahead", async () => {
    await addHistory(runtime, instance(0), daysAgo(1, 2, 3, 4, 5, 6, 31));
    runtime.clock.advance(300 * DAY);
    await run();
    await runtime.db.write((tx) => tx.delete(planItems));
    await runtime.db.write((tx) => tx.delete(plans));
    runtime.clock.set(now + HOUR);
    await run();
    expect(await readPlans()).toMatchObject([{ itemCount: 1 }]);
    await run();
    expect(await readPlans()).toHaveLength(1);
  });
});

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
