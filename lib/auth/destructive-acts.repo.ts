import { and, eq, gt, inArray } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { safeCell } from "../db/safe-cells";
import { auditEntries } from "../db/schema";

/** What destroys one thing, as the audit log calls it. */
const DESTRUCTIVE_ACTIONS = ["backup.delete", "instance.remove"];

/** Whether a person, by whichever session or token, did at least `count` of them after `since`. */
export async function hasDestroyed(
  q: Queryable,
  of: { userId: string; since: EpochMs; count: number },
): Promise<boolean> {
  const rows = await q
    .select({ id: safeCell(auditEntries.id) })
    .from(auditEntries)
    .where(
      and(
        inArray(auditEntries.action, DESTRUCTIVE_ACTIONS),
        gt(auditEntries.at, of.since),
        eq(auditEntries.actorId, of.userId),
      ),
    )
    .limit(of.count);
  return rows.length >= of.count;
}
