import type { Context } from "../context";
import { missingChecks } from "../removal/evidence-checks.pure";
import { endItems } from "./end-items";
import { isCovered } from "./judge-item.pure";
import type { PlanItemRow } from "./plan-row";
import { patchItems } from "./plans.repo";
import { readEvidence } from "./read-evidence";

const ROWS_PER_WRITE = 50;

/**
 * What speaks against items is looked for again; one against which something new speaks is not
 * removed. Answers how many were looked at.
 */
export async function refreshEvidence(
  ctx: Context,
  { credentialId, items }: { credentialId: string; items: readonly PlanItemRow[] },
): Promise<number> {
  const readings = await readEvidence(ctx, { credentialId, items });
  const now = ctx.runtime.clock.now();
  for (let from = 0; from < readings.length; from += ROWS_PER_WRITE) {
    await ctx.runtime.db.write(async (tx) => {
      for (const { item, gone, evidence, checked } of readings.slice(from, from + ROWS_PER_WRITE)) {
        if (gone) {
          const outcome = "AWS no longer shows it.";
          await endItems(tx, ctx, [{ itemId: item.id, status: "kept", outcome }]);
          continue;
        }
        const lost = missingChecks(checked).filter((label) => item.checked.includes(label));
        const holds = isCovered(evidence, item.evidence) && lost.length === 0;
        if (!holds) {
          const outcome =
            lost.length > 0
              ? `This could not be looked for again: ${lost.join(", ")}.`
              : "Something refers to it that was not there when it was reviewed.";
          await patchItems(tx, {
            ids: [item.id],
            from: ["ready"],
            set: { evidence, checked, evidenceAt: now },
          });
          await endItems(tx, ctx, [{ itemId: item.id, status: "kept", outcome }]);
          continue;
        }
        await patchItems(tx, {
          ids: [item.id],
          from: ["ready"],
          set: { checked, evidenceAt: now, updatedAt: now },
        });
      }
    });
  }
  return readings.length;
}
