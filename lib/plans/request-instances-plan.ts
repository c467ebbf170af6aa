import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, type Context } from "../context";
import type { Tx } from "../db/tx";
import { startPlan } from "./create-plan";
import type { RequestedPlansDto } from "./dto";
import { enqueuePlans } from "./enqueue-plans";
import { gatherPlanJob } from "./jobs";
import { RequestInstancesPlanInput } from "./schemas";
import { planChanged } from "./plan-changed";
import { insertSources, listSourcePlans, listWithImages } from "./sources.repo";

/**
 * A plan for the images, with their snapshots, of every backup of these instances, also of those
 * that were removed. It is there at once; a job lists what is in it, and nothing goes before a person
 * has reviewed and applied it. Asked for again while a plan has them, it answers with that one.
 */
export async function requestInstancesPlan(
  ctx: Context,
  input: RequestInstancesPlanInput,
): Promise<RequestedPlansDto> {
  requirePermission(ctx, "plans.write");
  requirePermission(ctx, "backups.delete");
  const { ids } = RequestInstancesPlanInput.parse(input);
  const { planIds, made } = await writeAs(ctx, (tx) => plan(tx, ctx, ids));
  await enqueuePlans(ctx.runtime, gatherPlanJob, made);
  return { planIds };
}

async function plan(
  tx: Tx,
  ctx: Context,
  ids: readonly string[],
): Promise<{ planIds: string[]; made: string[] }> {
  const { accounts } = ctx;
  const known = await listSourcePlans(tx, { instanceRefs: ids, accounts });
  const planIds = [...new Set(known.map(({ planId }) => planId))];
  const planned = new Set(known.map(({ instanceRef }) => instanceRef));
  const rest = [...new Set(ids)].filter((id) => !planned.has(id));
  const sources = await listWithImages(tx, { instanceRefs: rest, accounts });
  if (sources.length === 0) return { planIds, made: [] };
  const count = sources.length === 1 ? "one instance" : `${sources.length} instances`;
  const title = `Images with their snapshots of ${count}, asked for by ${actorName(ctx.actor)}`;
  const planId = await startPlan(tx, ctx, { kind: "bulk_delete", title, automatic: false });
  const askedAt = ctx.runtime.clock.now();
  await insertSources(
    tx,
    sources.map((source) => ({ ...source, planId, askedAt })),
  );
  await planChanged(tx, ctx, { id: planId, status: "gathering" });
  return { planIds: [...planIds, planId], made: [planId] };
}
