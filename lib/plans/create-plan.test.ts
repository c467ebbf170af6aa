import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { accounts, auditEntries, planItems, plans } from "../db/schema";
import { systemContext, userContext } from "../testing/contexts";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { createPlan, type NewPlanItem } from "./create-plan";

let runtime: TestRuntime;
const accountRef = "acc_test";

beforeEach(async () => {
  runtime = await createTestRuntime();
  await runtime.db.write((tx) =>
    tx
      .insert(accounts)
      .values({ id: accountRef, accountId: "123456789012", partition: "aws", createdAt: 0 }),
  );
});

afterEach(async () => {
  await runtime.close();
});

function item(number: number, changes: Partial<NewPlanItem> = {}): NewPlanItem {
  return {
    accountRef,
    region: "eu-central-1",
    backupId: `bak_${number}`,
    instanceRef: null,
    imageId: `ami-${number}`,
    snapshotIds: [`snap-${number}`],
    mode: "image_and_snapshots",
    rule: "Older than 14 days.",
    survivorIds: [],
    sizeBytes: 10,
    ...changes,
  };
}

const plan = (items: NewPlanItem[]) => ({
  kind: "retention" as const,
  title: "Retention",
  automatic: true,
  items,
});

it("writes the plan with all its items, their size, an audit row and the job", async () => {
  const items = Array.from({ length: 450 }, (_, number) => item(number));
  const { planId, taken } = await createPlan(systemContext(runtime), plan(items));
  expect(taken).toBe(450);
  const [row] = await runtime.db.read
    .select()
    .from(plans)
    .where(eq(plans.id, planId ?? ""));
  expect(row).toMatchObject({ status: "gathering", itemCount: 450, sizeBytes: 4_500 });
  expect(await runtime.db.read.$count(planItems)).toBe(450);
  const audited = await runtime.db.read.select().from(auditEntries);
  expect(audited.map(({ action }) => action)).toContain("plan.create");
  expect(runtime.queue.waiting()).toMatchObject([{ name: "plan.gather", payload: { planId } }]);
});

it("leaves out what is in an open plan, by backup, by image and by snapshots", async () => {
  const orphanImage = item(2, { backupId: null });
  const orphanSnapshot = item(3, { backupId: null, imageId: null });
  const ctx = systemContext(runtime);
  await createPlan(ctx, plan([item(1), orphanImage, orphanSnapshot]));
  const again = await createPlan(
    ctx,
    plan([item(1), orphanImage, orphanSnapshot, item(4, { backupId: null, imageId: null })]),
  );
  expect(again.taken).toBe(1);
  expect(await createPlan(ctx, plan([item(1)]))).toEqual({ planId: null, taken: 0 });
});

it("takes again what an earlier plan has ended with", async () => {
  const ctx = systemContext(runtime);
  await createPlan(ctx, plan([item(1)]));
  await runtime.db.write((tx) => tx.update(planItems).set({ status: "kept" }));
  expect(await createPlan(ctx, plan([item(1)]))).toMatchObject({ taken: 1 });
});

it("is refused to an operator", async () => {
  await expect(createPlan(userContext(runtime, "operator"), plan([item(1)]))).rejects.toMatchObject(
    { code: "forbidden" },
  );
});
