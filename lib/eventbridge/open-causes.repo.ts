import { and, inArray, ne } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { alerts } from "../db/schema";

/** Of these causes, those with an alert that is not closed. */
export async function listOpenCauses(
  q: Queryable,
  causes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await q
    .select({ cause: alerts.cause })
    .from(alerts)
    .where(and(inArray(alerts.cause, [...causes]), ne(alerts.status, "closed")));
  return new Set(rows.map(({ cause }) => cause));
}
