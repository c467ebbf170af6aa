import { and, eq, gt, lte, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { backups, occurrences, scheduleLinks } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import { isSeenFollower } from "./seen-follower";

interface Span {
  scheduleId: string;
  accounts: AccountScope;
  /** Exclusive. */
  from: number;
  to: number;
}

/** Of each follower one range of its own in the ledger; SQLite takes a cross join in its order. */
const inSpan = ({ scheduleId, accounts, from, to }: Span) =>
  and(
    eq(scheduleLinks.scheduleId, scheduleId),
    isSeenFollower(sql.raw('"schedule_links"."instance_ref"'), accounts),
    eq(occurrences.linkId, scheduleLinks.id),
    gt(occurrences.dueAt, from),
    lte(occurrences.dueAt, to),
  );

/** How many rows of the ledger a count by status would read; the index alone says so. */
export async function countLedgerRows(q: Queryable, span: Span): Promise<number> {
  const [row] = await q
    .select({ n: sql<number>`count(*)` })
    .from(scheduleLinks)
    .crossJoin(occurrences)
    .where(inSpan(span));
  return row?.n ?? 0;
}

/** Due moments by the status of their backups; a row for a range counts as what it stands for. */
export async function countSpan(
  q: Queryable,
  span: Span,
): Promise<Array<{ status: BackupStatus; n: number }>> {
  return q
    .select({ status: backups.status, n: sql<number>`sum(${occurrences.count})` })
    .from(scheduleLinks)
    .crossJoin(occurrences)
    .crossJoin(backups)
    .where(and(inSpan(span), eq(backups.id, occurrences.backupId)))
    .groupBy(sql`+${backups.status}`);
}
