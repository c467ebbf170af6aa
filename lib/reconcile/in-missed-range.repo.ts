import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { occurrences, scheduleLinks } from "../db/schema";

/**
 * Those of the moments that one row of very many missed ones stands for, where AWS was to start
 * them by itself: each is counted as missed on its day, and an image of it surprises nobody.
 */
export async function listInMissedRange<Moment extends { instanceRef: string; dueAt: EpochMs }>(
  q: Queryable,
  moments: readonly Moment[],
): Promise<Moment[]> {
  if (moments.length === 0) return [];
  const instanceRefs = [...new Set(moments.map(({ instanceRef }) => instanceRef))];
  const ranges = await q
    .select({
      instanceRef: scheduleLinks.instanceRef,
      from: occurrences.dueAt,
      to: occurrences.rangeEndAt,
    })
    .from(scheduleLinks)
    .innerJoin(occurrences, eq(occurrences.linkId, scheduleLinks.id))
    .where(
      and(
        inArray(scheduleLinks.instanceRef, instanceRefs),
        eq(scheduleLinks.scheduler, "eventbridge"),
        isNotNull(occurrences.rangeEndAt),
      ),
    );
  return moments.filter(({ instanceRef, dueAt }) =>
    ranges.some((range) => {
      const isWithin = dueAt > range.from && dueAt <= (range.to ?? range.from);
      return range.instanceRef === instanceRef && isWithin;
    }),
  );
}
