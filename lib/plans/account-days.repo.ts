import { sql } from "drizzle-orm";
import { toIso } from "../clock";
import type { Context } from "../context";
import { accountDays } from "../db/schema";
import type { Tx } from "../db/tx";

/** Counts into the account's UTC day what automatic removal is measured by. */
export async function addAccountDay(
  tx: Tx,
  ctx: Context,
  { accountRef, made = 0, removed = 0 }: { accountRef: string; made?: number; removed?: number },
): Promise<void> {
  const day = toIso(ctx.runtime.clock.now()).slice(0, 10);
  await tx
    .insert(accountDays)
    .values({ accountRef, day, made, removed })
    .onConflictDoUpdate({
      target: [accountDays.accountRef, accountDays.day],
      set: {
        made: sql`${accountDays.made} + ${made}`,
        removed: sql`${accountDays.removed} + ${removed}`,
      },
    });
}
