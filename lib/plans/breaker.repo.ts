import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accountDays } from "../db/schema";

/** What schedules made from a day until today, and what went today without a person. */
export async function readAccountDays(
  q: Queryable,
  { accountRef, today, fromDay }: { accountRef: string; today: string; fromDay: string },
): Promise<{ made: number; removed: number }> {
  const [past] = await q
    .select({ made: sql<number>`coalesce(sum(${accountDays.made}), 0)` })
    .from(accountDays)
    .where(
      and(
        eq(accountDays.accountRef, accountRef),
        gte(accountDays.day, fromDay),
        lt(accountDays.day, today),
      ),
    );
  const [now] = await q
    .select({ removed: accountDays.removed })
    .from(accountDays)
    .where(and(eq(accountDays.accountRef, accountRef), eq(accountDays.day, today)));
  return { made: past?.made ?? 0, removed: now?.removed ?? 0 };
}
