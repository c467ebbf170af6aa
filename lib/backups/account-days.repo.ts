import { sql } from "drizzle-orm";
import type { Context } from "../context";
import { accountDays } from "../db/schema";
import type { Tx } from "../db/tx";
import type { StatusEffect } from "./record-status-effects";

/** Keeps what automatic removal is measured by: images that schedules made, by account and UTC day. */
export async function countAccountDays(
  tx: Tx,
  ctx: Context,
  effects: readonly StatusEffect[],
): Promise<void> {
  const madeIn = new Map<string, number>();
  for (const { backup } of effects.filter(isMade)) {
    madeIn.set(backup.accountRef, (madeIn.get(backup.accountRef) ?? 0) + 1);
  }
  const day = new Date(ctx.runtime.clock.now()).toISOString().slice(0, 10);
  for (const [accountRef, made] of madeIn) {
    await tx
      .insert(accountDays)
      .values({ accountRef, day, made })
      .onConflictDoUpdate({
        target: [accountDays.accountRef, accountDays.day],
        set: { made: sql`${accountDays.made} + ${made}` },
      });
  }
}

/** One that is adopted, or comes back from a removal or the recycle bin, was made before. */
function isMade({ backup, from }: StatusEffect): boolean {
  if (from === null || from === "deleting" || from === "gone") return false;
  return backup.kind === "scheduled" && backup.status === "available";
}
