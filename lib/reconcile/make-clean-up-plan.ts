import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import { createPlan, type NewPlanItem } from "../plans/create-plan";
import type { RepairOutcomeDto } from "./dto";
import type { ListedFinding } from "./findings-list.repo";
import { patchFindings } from "./findings.repo";
import { findingsChanged } from "./findings-changed";

const ROWS_PER_WRITE = 100;

/** What no record wants goes into one plan, which removes nothing until a person applies it. */
export async function makeCleanUpPlan(
  ctx: Context,
  chosen: readonly ListedFinding[],
): Promise<RepairOutcomeDto> {
  requirePermission(ctx, "plans.write");
  const { planId, taken } = await createPlan(ctx, {
    kind: "clean_up",
    title: titleOf(chosen),
    automatic: false,
    items: chosen.map(toItem),
  });
  if (planId === null) {
    const message = "It is in another plan already.";
    const failures = chosen.map(({ finding }) => ({ findingId: finding.id, message }));
    return { done: 0, planId: null, failures };
  }
  for (const chunk of inChunks(chosen, ROWS_PER_WRITE)) {
    await writeAs(ctx, async (tx) => {
      const ids = chunk.map(({ finding }) => finding.id);
      await patchFindings(tx, ids, { planId });
      await recordAudit(tx, ctx, {
        action: "finding.plan",
        targetType: "plan",
        targetId: planId,
        after: { resourceIds: chunk.map(({ finding }) => finding.resourceId) },
      });
      const [first] = chunk;
      if (first) await findingsChanged(tx, ctx, first.finding);
    });
  }
  return { done: taken, planId, failures: [] };
}

function titleOf(chosen: readonly ListedFinding[]): string {
  const regions = [...new Set(chosen.map(({ finding }) => finding.region))];
  const where = regions.length === 1 ? regions[0] : `${regions.length} regions`;
  return `Clean up ${chosen.length} ${chosen.length === 1 ? "orphan" : "orphans"} in ${where}`;
}

/** No backup stands behind it: what it once belonged to is deleted, or has another image. */
function toItem({ finding }: ListedFinding): NewPlanItem {
  const isSnapshot = finding.kind === "orphan_snapshot";
  return {
    accountRef: finding.accountRef,
    region: finding.region,
    backupId: null,
    instanceRef: null,
    imageId: isSnapshot ? null : finding.resourceId,
    snapshotIds: isSnapshot ? [finding.resourceId] : finding.snapshotIds,
    mode: "image_and_snapshots",
    rule: finding.message,
    survivorIds: [],
    sizeBytes: finding.sizeBytes,
  };
}
