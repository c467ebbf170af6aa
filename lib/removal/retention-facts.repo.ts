import { and, desc, eq, isNotNull, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { accounts, backups } from "../db/schema";
import type { RetentionBackup } from "../retention/retention-rules.pure";

/** What a policy judges of one instance: what stays, and the one that is to go. */
export async function findJudged(
  q: Queryable,
  { instanceRef, victimId }: { instanceRef: string; victimId: string },
): Promise<RetentionBackup[]> {
  const rows = await q
    .select({
      id: backups.id,
      kind: backups.kind,
      status: backups.status,
      imageCreatedAt: backups.imageCreatedAt,
      heldAt: backups.heldAt,
      keepUntil: backups.keepUntil,
    })
    .from(backups)
    .where(
      or(
        and(eq(backups.instanceRef, instanceRef), eq(backups.status, "available")),
        eq(backups.id, victimId),
      ),
    )
    .orderBy(desc(backups.imageCreatedAt), desc(backups.id));
  return rows.map((row) => (row.id === victimId ? { ...row, status: "available" } : row));
}

/** A person has said that retention may remove in the account. */
export async function isConfirmed(q: Queryable, accountRef: string): Promise<boolean> {
  const isHere = and(eq(accounts.id, accountRef), isNotNull(accounts.retentionConfirmedAt));
  return (await q.$count(accounts, isHere)) > 0;
}
