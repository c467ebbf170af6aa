import { and, inArray, notInArray } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { plans } from "../db/schema";

/** Those of them that will remove nothing any more, whatever became of their items. */
export async function findEndedPlans(
  q: Queryable,
  planIds: readonly string[],
): Promise<Set<string>> {
  if (planIds.length === 0) return new Set();
  const rows = await q
    .select({ id: plans.id })
    .from(plans)
    .where(
      and(
        inArray(plans.id, [...planIds]),
        notInArray(plans.status, ["gathering", "waiting", "applying"]),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}
