import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Context } from "../context";
import { accountDays, planItems, plans } from "../db/schema";
import type { Tx } from "../db/tx";
import type { StatusEffect } from "./record-status-effects";

/** Keeps what automatic removal is measured by: images made and removed, by account and UTC day. */
export async function countAccountDays(
  tx: Tx,
  ctx: Context,
  effects: readonly StatusEffect[],
): Promise<void> {
  const made = effects.filter(isMade);
  const removed = await automaticOf(tx, effects.filter(isRemovedByPlan));
  if (made.length === 0 && removed.length === 0) return;
  const day = new Date(ctx.runtime.clock.now()).toISOString().slice(0, 10);
  for (const accountRef of new Set([...made, ...removed].map(({ backup }) => backup.accountRef))) {
    const isHere = ({ backup }: StatusEffect) => backup.accountRef === accountRef;
    const count = { made: made.filter(isHere).length, removed: removed.filter(isHere).length };
    await tx
      .insert(accountDays)
      .values({ accountRef, day, ...count })
      .onConflictDoUpdate({
        target: [accountDays.accountRef, accountDays.day],
        set: {
          made: sql`${accountDays.made} + ${count.made}`,
          removed: sql`${accountDays.removed} + ${count.removed}`,
        },
      });
  }
}

/** One that comes back, from a removal or the recycle bin, was made before. */
function isMade({ backup, from }: StatusEffect): boolean {
  const { kind, status } = backup;
  return kind === "scheduled" && status === "available" && from !== "deleting" && from !== "gone";
}

function isRemovedByPlan({ backup }: StatusEffect): boolean {
  return backup.status === "deleted" && backup.removalItemId !== null;
}

/** Those that retention removed without asking anybody. */
async function automaticOf(tx: Tx, effects: readonly StatusEffect[]): Promise<StatusEffect[]> {
  const itemIds = effects.flatMap(({ backup }) => backup.removalItemId ?? []);
  if (itemIds.length === 0) return [];
  const rows = await tx
    .select({ id: planItems.id })
    .from(planItems)
    .innerJoin(plans, eq(plans.id, planItems.planId))
    .where(
      and(
        inArray(planItems.id, itemIds),
        eq(plans.kind, "retention"),
        eq(plans.automatic, true),
        isNull(plans.appliedBy),
      ),
    );
  const automatic = new Set(rows.map(({ id }) => id));
  return effects.filter(({ backup }) => automatic.has(backup.removalItemId ?? ""));
}
