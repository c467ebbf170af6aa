import { and, eq, gte, isNotNull, isNull, lte } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { reconcileRuns } from "../db/schema";
import { isAbsent, readAbsenceEnd } from "../health/absence";

/**
 * In which regions of an account retention may act: after an absence, where everything was compared
 * with AWS since. The records may be those of an older copy, and what they do not know is then
 * adopted, which makes the account wait for a person.
 */
export async function readCompared(
  q: Queryable,
  { accountRef, now }: { accountRef: string; now: EpochMs },
): Promise<{ has(region: string): boolean }> {
  if (await isAbsent(q, now)) return { has: () => false };
  const since = await readAbsenceEnd(q);
  if (since === 0) return { has: () => true };
  const rows = await q
    .selectDistinct({ region: reconcileRuns.region })
    .from(reconcileRuns)
    .where(
      and(
        eq(reconcileRuns.accountRef, accountRef),
        gte(reconcileRuns.startedAt, since),
        lte(reconcileRuns.startedAt, now),
        isNotNull(reconcileRuns.endedAt),
        isNull(reconcileRuns.error),
      ),
    );
  return new Set(rows.map(({ region }) => region));
}
