import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "../clock";
import { createExclusionWindow } from "../schedules/create-exclusion-window";
import { userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { addTestPeople } from "../testing/people";
import { createFleet, followAll } from "../testing/fleet";
import { addHistory } from "../testing/history";
import { assignPolicy } from "./assign-policy";
import { comparePolicies } from "./compare-policies";
import { addParts, NOTHING_COMPARED, sumOf } from "./comparison-sum.pure";
import { createPolicy } from "./create-policy";
import { getRetentionHistory } from "./get-retention-history";
import { previewPolicy } from "./preview-policy";
import { setOwnPolicy } from "./set-own-policy";

let runtime: TestRuntime;
let fleet: string[];
beforeEach(async () => {
  runtime = await createTestRuntime();
  await addTestPeople(runtime);
  fleet = await createFleet(runtime, { instances: 3 });
  await addHistory(runtime, instance(0), daysAgo(1, 2, 10, 40));
  await addHistory(runtime, instance(1), daysAgo(20, 21, 22, 23));
});
afterEach(() => runtime.close());

const admin = () => userContext(runtime, "admin");
const viewer = () => userContext(runtime, "viewer");
const instance = (index: number) => fleet[index] ?? "";
const daysAgo = (...days: number[]) => days.map((count) => runtime.clock.now() - count * DAY);

describe("a comparison", () => {
  it("adds up over its pages to what a dry run of each policy says", async () => {
    const rules = { keepDays: 15 };
    const against = { keepDays: 30 };
    let sum: Parameters<typeof addParts>[0] = NOTHING_COMPARED;
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await comparePolicies(viewer(), { rules, against, limit: 1, cursor });
      expect(page.instancesInAll).toBe(pages === 0 ? 3 : null);
      sum = addParts(sum, page);
      cursor = page.nextCursor ?? undefined;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    const [a, b] = await Promise.all(
      [against, rules].map((one) => previewPolicy(viewer(), { rules: one })),
    );
    const total = sumOf(sum.accounts);
    expect(total).toMatchObject({
      instances: 3,
      backups: 8,
      a: { keep: a?.totals?.keep, remove: a?.totals?.remove, yearKeep: null },
      b: { keep: b?.totals?.keep, removeBytes: b?.totals?.removeBytes },
    });
    expect(total).toMatchObject({ more: 2, moreBytes: 16e9, fewer: 0, touchedInstances: 1 });
    expect(sum.losers.map(({ instance: shown, more }) => [shown.id, more])).toEqual([
      [instance(1), 2],
    ]);
  });

  it("takes what each instance follows today where nothing else is named", async () => {
    await setOwnPolicy(admin(), { instanceId: instance(0), keepCount: 1, floor: 1 });
    const { accounts } = await comparePolicies(viewer(), {
      rules: { keepCount: 2, floor: 1 },
      instanceIds: [instance(0)],
    });
    expect(accounts).toMatchObject([
      { instances: 1, a: { keep: 1, remove: 3 }, b: { keep: 2, remove: 2 }, more: 0, fewer: 1 },
    ]);
  });

  it("of a policy goes over the instances that follow it", async () => {
    const { id: policyId } = await createPolicy(admin(), { name: "A", keepDays: 400 });
    await assignPolicy(admin(), { policyId, instanceIds: [instance(1)] });
    const { accounts, instancesInAll } = await comparePolicies(viewer(), {
      rules: { keepDays: 1 },
      policyId,
    });
    expect(instancesInAll).toBe(1);
    expect(accounts).toMatchObject([{ instances: 1, a: { remove: 0 }, more: 2 }]);
    const unknown = comparePolicies(viewer(), { rules: { keepDays: 1 }, policyId: "pol_none" });
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });

  it("knows what will be kept in a year, by the schedules there are", async () => {
    await followAll(runtime, [instance(0)], "daily");
    const { accounts } = await comparePolicies(viewer(), {
      rules: { keepCount: 30, floor: 1 },
      against: { keepCount: 7, floor: 1 },
      instanceIds: [instance(0)],
      year: true,
    });
    expect(accounts).toMatchObject([{ a: { keep: 4, yearKeep: 7 }, b: { keep: 4, yearKeep: 30 } }]);
  });

  it("takes the runs to come without those that an exclusion window takes away", async () => {
    await followAll(runtime, [instance(0)], "daily");
    const of = { instanceIds: [instance(0)], year: true };
    const sums = async () => {
      const { accounts } = await comparePolicies(viewer(), { rules: { keepDays: 30 }, ...of });
      return accounts[0]?.b.yearKeep;
    };
    expect(await sums()).toBe(30);
    const weekend = { name: "Weekend", schedule: "0 0 * * 6", zone: "UTC" };
    await createExclusionWindow(admin(), { ...weekend, durationMinutes: 2 * 24 * 60 });
    expect(await sums()).toBe(21);
    const { schedules } = await getRetentionHistory(viewer(), { instanceId: instance(0) });
    expect(schedules).toMatchObject([{ windows: [{ name: "Weekend", cron: "0 0 * * 6" }] }]);
  });

  it("shows nothing of accounts that are not the caller's", async () => {
    const limited = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    const part = await comparePolicies(limited, { rules: { keepDays: 1 } });
    expect(part).toEqual({ instancesInAll: 0, accounts: [], losers: [], nextCursor: null });
  });

  it("ends when nobody waits for it any more", async () => {
    const signal = AbortSignal.abort();
    const call = comparePolicies(viewer(), { rules: { keepDays: 1 } }, { signal });
    await expect(call).rejects.toThrow(/abort/i);
  });

  it("refuses rules that would keep nothing", async () => {
    const call = comparePolicies(viewer(), { rules: { keepDays: 0 } });
    await expect(call).rejects.toMatchObject({ code: "validation" });
  });
});

describe("a history to plan over", () => {
  it("has the newest images, the schedules that run and the policy that is followed", async () => {
    await followAll(runtime, [instance(0)], "daily");
    const history = await getRetentionHistory(viewer(), { instanceId: instance(0), limit: 3 });
    expect(history).toMatchObject({
      instance: { id: instance(0) },
      policy: { isDefault: true, instanceCount: 3 },
      total: 4,
    });
    expect(history.backups.map(({ imageCreatedAt }) => imageCreatedAt)).toEqual(daysAgo(1, 2, 10));
    expect(history.schedules).toHaveLength(1);
  });

  it("of an unknown instance, or another account's, is not there", async () => {
    const limited = userContext(runtime, "viewer", { accounts: ["acc_other"] });
    for (const call of [
      getRetentionHistory(viewer(), { instanceId: "ins_none" }),
      getRetentionHistory(limited, { instanceId: instance(0) }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: "not_found" });
    }
  });
});
