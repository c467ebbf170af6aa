import * as tables from "../db/schema";
import type { TestRuntime } from "./create-test-runtime";
import type { OneOfEverything } from "./one-of-everything";

const DAY = 86_400_000;

/** One of each kind that can be about both accounts. */
export const MIXED = {
  alert: "alr_mixed",
  plan: "pln_mixed",
  rule: "rul_mixed",
  discoveryRun: "dsr_mixed",
} as const;

export async function addMixed(
  runtime: TestRuntime,
  both: readonly OneOfEverything[],
): Promise<void> {
  const before = runtime.clock.now() - DAY;
  const at = { createdAt: before, updatedAt: before };
  await runtime.db.write(async (tx) => {
    await tx.insert(tables.alerts).values({
      id: MIXED.alert,
      cause: "cause-mixed",
      kind: "backups.failed",
      severity: "warning",
      status: "open",
      title: "mixed",
      message: "mixed",
      memberCount: 2,
      openedAt: before,
      lastSeenAt: before,
      updatedAt: before,
    });
    await tx.insert(tables.plans).values({
      ...at,
      id: MIXED.plan,
      kind: "bulk_delete",
      status: "applied",
      title: "Images of 2 backups, mixed",
      breakerReason: "mixed: 2 images are too many.",
      itemCount: 2,
      sizeBytes: 14,
    });
    await tx
      .insert(tables.discoveryRuns)
      .values({ id: MIXED.discoveryRun, startedAt: before, endedAt: before });
    await tx.insert(tables.protectionRules).values({
      ...at,
      id: MIXED.rule,
      name: "mixed",
      conditions: [{ key: "team", test: "exists", value: "" }],
      accountRefs: null,
      schedules: [],
      counts: Object.fromEntries(both.map(({ accountRef }) => [`${accountRef}/eu-central-1`, 1])),
      matchCount: 2,
    });
    for (const one of both) {
      const { accountRef, mark } = one;
      const where = { accountRef, region: "eu-central-1" };
      await tx.insert(tables.alertMembers).values({
        id: `alm_mixed_${mark}`,
        alertId: MIXED.alert,
        entityType: "instance",
        entityId: one.instance,
        accountRef,
        message: `${mark} thing`,
        addedAt: before,
      });
      await tx.insert(tables.planItems).values({
        ...at,
        ...where,
        id: `pli_mixed_${mark}`,
        planId: MIXED.plan,
        backupId: one.backup,
        instanceRef: one.instance,
        imageId: `ami-${mark}`,
        snapshotIds: [],
        mode: "image",
        status: "removed",
        sizeBytes: 7,
        rule: `${mark} thing`,
        survivorIds: [],
        evidence: [],
        checked: [],
      });
      await tx.insert(tables.planSources).values({
        planId: MIXED.plan,
        instanceRef: one.instance,
        accountRef,
        askedAt: before,
        listedAt: before,
      });
      await tx.insert(tables.discoveryPlaces).values({
        ...where,
        id: `dsp_mixed_${mark}`,
        runId: MIXED.discoveryRun,
        state: "done",
        askedAt: before,
        endedAt: before,
      });
    }
  });
}
