import { planItems, plans } from "../db/schema";
import { newId } from "../ids";
import type { TestRuntime } from "./create-test-runtime";

/** A retention plan of which so many images went at this instant; by itself unless somebody said yes. */
export async function addRemovedImages(
  runtime: TestRuntime,
  of: { accountRef: string; at: number; count: number; plannedAt?: number; appliedBy?: string },
): Promise<void> {
  const { accountRef, at, count, plannedAt = at, appliedBy = null } = of;
  const { db, random } = runtime;
  const planId = newId("pln", at, random);
  const times = { createdAt: at, updatedAt: at, endedAt: at };
  await db.write(async (tx) => {
    await tx.insert(plans).values({
      id: planId,
      kind: "retention",
      status: "applied",
      title: "Retention",
      automatic: true,
      itemCount: count,
      appliedBy,
      ...times,
      createdAt: plannedAt,
    });
    await tx.insert(planItems).values(
      Array.from({ length: count }, () => ({
        id: newId("pli", at, random),
        planId,
        accountRef,
        region: "eu-central-1",
        snapshotIds: [],
        mode: "image_and_snapshots" as const,
        status: "removed" as const,
        rule: "",
        survivorIds: [],
        evidence: [],
        checked: [],
        ...times,
      })),
    );
  });
}
