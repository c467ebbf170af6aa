import { inChunks } from "../aws/ec2/filter-value.pure";
import { findEndedPlans } from "../plans/ended-plans.repo";
import { patchFindings } from "./findings.repo";
import { findingsChanged } from "./findings-changed";
import type { Pass } from "./pass";

/** A plan that ended without removing it: it is an orphan again. */
export async function forgetEndedPlans(pass: Pass): Promise<void> {
  const { ctx, place } = pass;
  const planned = [...pass.open.values()].filter(({ planId }) => planId !== null);
  const planIds = [...new Set(planned.flatMap(({ planId }) => planId ?? []))];
  if (planIds.length === 0) return;
  const ended = await findEndedPlans(ctx.runtime.db.read, planIds);
  const freed = planned.filter(({ planId }) => planId !== null && ended.has(planId));
  for (const chunk of inChunks(freed, 200)) {
    await ctx.runtime.db.write(async (tx) => {
      await patchFindings(
        tx,
        chunk.map(({ id }) => id),
        { planId: null },
      );
      await findingsChanged(tx, ctx, place);
    });
  }
}
