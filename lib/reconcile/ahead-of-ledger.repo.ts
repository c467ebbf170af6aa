import { and, eq, inArray, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { scheduleLinks } from "../db/schema";

/**
 * Whether the ledger has not come to a moment of an instance that AWS backs up by itself: after
 * downtime its row is still to be written, and an image of it surprises nobody.
 */
export async function readAheadOfLedger(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<(of: { instanceRef: string; dueAt: EpochMs }) => boolean> {
  if (instanceRefs.length === 0) return () => false;
  const links = await q
    .select({ instanceRef: scheduleLinks.instanceRef, nextDueAt: scheduleLinks.nextDueAt })
    .from(scheduleLinks)
    .where(
      and(
        inArray(scheduleLinks.instanceRef, [...new Set(instanceRefs)]),
        eq(scheduleLinks.scheduler, "eventbridge"),
        isNull(scheduleLinks.deletedAt),
      ),
    );
  return ({ instanceRef, dueAt }) =>
    links.some((link) => {
      return link.instanceRef === instanceRef && link.nextDueAt !== null && link.nextDueAt <= dueAt;
    });
}
