import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, type Context } from "../context";
import type { planItems } from "../db/schema";
import type { PlanKind, RemovalMode } from "../db/schema/constants";
import type { RemovalEvidence } from "../db/schema/removal";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import { enqueuePlans } from "./enqueue-plans";
import { gatherPlanJob } from "./jobs";
import { planChanged } from "./plan-changed";
import { growPlan, insertItems, insertPlan, listTaken } from "./plans.repo";

export interface NewPlanItem {
  accountRef: string;
  region: string;
  /** Null for what no record knows. */
  backupId: string | null;
  instanceRef: string | null;
  imageId: string | null;
  /** To be removed with the image, or by themselves. */
  snapshotIds: string[];
  mode: RemovalMode;
  /** Why it may go, one sentence. */
  rule: string;
  /** Backups that stay and whose images justify this removal. */
  survivorIds: string[];
  /** Full size, at most. */
  sizeBytes: number | null;
  /** What our own records say against it, for example the floor: a person may overrule it. */
  evidence?: RemovalEvidence[];
}

export interface NewPlan {
  kind: PlanKind;
  title: string;
  /** Applied without a person, unless a breaker stops it. */
  automatic: boolean;
  breakerReason?: string | null;
  items: readonly NewPlanItem[];
}

/** With its index entries and JSON, about 10 ms. */
export const ITEMS_PER_WRITE = 200;

/**
 * Writes a plan that then gathers its evidence by itself. What is in an open plan already is left
 * out; the plan's id is null when nothing remains. Throws Forbidden.
 */
export async function createPlan(
  ctx: Context,
  plan: NewPlan,
): Promise<{ planId: string | null; taken: number }> {
  requirePermission(ctx, "plans.write");
  let planId: string | null = null;
  let taken = 0;
  for (let from = 0; from < plan.items.length; from += ITEMS_PER_WRITE) {
    const items = plan.items.slice(from, from + ITEMS_PER_WRITE);
    const written = await writeAs(ctx, (tx) => writeItems(tx, ctx, { plan, planId, items }));
    planId = written.planId;
    taken += written.taken;
  }
  if (planId !== null) await enqueuePlans(ctx.runtime, gatherPlanJob, [planId]);
  return { planId, taken };
}

async function writeItems(
  tx: Tx,
  ctx: Context,
  part: { plan: NewPlan; planId: string | null; items: readonly NewPlanItem[] },
): Promise<{ planId: string | null; taken: number }> {
  const taken = await listTaken(tx, part.items);
  const free = part.items.filter((item) => !taken.has(objectOf(item)));
  if (free.length === 0) return { planId: part.planId, taken: 0 };
  const planId = part.planId ?? (await startPlan(tx, ctx, part.plan));
  const now = ctx.runtime.clock.now();
  const rows = await insertItems(
    tx,
    free.map((item) => toItemRow(ctx, { planId, item })),
  );
  // Somebody may have cancelled it between two writes.
  const grown = await growPlan(tx, { planId, rows, now });
  if (part.planId === null) await planChanged(tx, ctx, { id: planId, status: "gathering" });
  return { planId, taken: grown ? rows.length : 0 };
}

/** As it stands in a plan before anything was asked of AWS. */
export function toItemRow(
  ctx: Context,
  { planId, item }: { planId: string; item: NewPlanItem },
): typeof planItems.$inferInsert {
  const now = ctx.runtime.clock.now();
  return {
    ...item,
    id: newId("pli", now, ctx.runtime.random),
    planId,
    status: "gathering",
    evidence: item.evidence ?? [],
    checked: [],
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * A plan without items yet, which gathers once its job is enqueued. It is told of by the caller, once
 * it is known whose it is.
 */
export async function startPlan(
  tx: Tx,
  ctx: Context,
  plan: Omit<NewPlan, "items"> & { requestedBy?: string | null },
): Promise<string> {
  const now = ctx.runtime.clock.now();
  const row = await insertPlan(tx, {
    id: newId("pln", now, ctx.runtime.random),
    kind: plan.kind,
    status: "gathering",
    title: plan.title,
    automatic: plan.automatic,
    breakerReason: plan.breakerReason ?? null,
    requestedBy: plan.requestedBy ?? actorName(ctx.actor),
    createdAt: now,
    updatedAt: now,
  });
  await recordAudit(tx, ctx, {
    action: "plan.create",
    targetType: "plan",
    targetId: row.id,
    after: { kind: row.kind, title: row.title, automatic: row.automatic },
  });
  return row.id;
}

/** What is in one open plan at a time. */
export function objectOf(item: Pick<NewPlanItem, "backupId" | "imageId" | "snapshotIds">): string {
  return item.backupId ?? item.imageId ?? item.snapshotIds.toSorted().join(" ");
}
