import { and, count, eq, inArray, isNull, lte, max, ne, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import { AT_ONCE_CODE } from "./at-once.pure";
import { unindexed } from "./unindexed";
import { isQueued } from "./waiting";

/** Backups that are being made, by account. */
export async function countRunning(q: Queryable): Promise<Map<string, number>> {
  const rows = await q
    .select({ accountRef: backups.accountRef, count: count() })
    .from(backups)
    .where(inArray(backups.status, ["creating", "pending"]))
    .groupBy(unindexed(backups.accountRef));
  return new Map(rows.map((row) => [row.accountRef, row.count]));
}

/** By account and region, when the newest of what is being made there was started. */
export async function listNewestStarts(
  q: Queryable,
): Promise<Array<{ accountRef: string; region: string; startedAt: number }>> {
  const rows = await q
    .select({
      accountRef: backups.accountRef,
      region: backups.region,
      startedAt: max(backups.startedAt),
    })
    .from(backups)
    .where(inArray(backups.status, ["creating", "pending"]))
    .groupBy(unindexed(backups.accountRef), unindexed(backups.region));
  return rows.map((row) => ({ ...row, startedAt: row.startedAt ?? 0 }));
}

const TOLD_MAX = 200;

/** Due and queued, of these accounts, and not yet told that they wait for others to end. */
export async function listUntold(
  q: Queryable,
  options: { accountRefs: readonly string[]; now: number },
): Promise<Array<{ id: string; accountRef: string }>> {
  return q
    .select({ id: backups.id, accountRef: backups.accountRef })
    .from(backups)
    .where(
      and(
        isQueued,
        lte(unindexed(backups.notBeforeAt), options.now),
        inArray(backups.accountRef, [...options.accountRefs]),
        or(isNull(backups.statusCode), ne(backups.statusCode, AT_ONCE_CODE)),
      ),
    )
    .limit(TOLD_MAX);
}

/** Says of queued backups why they wait. */
export async function tellWaiting(
  tx: Tx,
  told: { ids: readonly string[]; reason: string },
): Promise<void> {
  await tx
    .update(backups)
    .set({ statusReason: told.reason, statusCode: AT_ONCE_CODE, suggestion: null })
    .where(and(inArray(backups.id, [...told.ids]), eq(backups.status, "queued")));
}
