import { and, desc, eq, inArray, isNotNull, or } from "drizzle-orm";
import { unindexed } from "../backups/unindexed";
import type { Queryable } from "../db/client";
import { accounts, backups, instances } from "../db/schema";
import type { RetentionBackup, RetentionInstance } from "../retention/retention-rules.pure";

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

export async function findRetentionInstance(
  q: Queryable,
  instanceRef: string,
): Promise<RetentionInstance | null> {
  const [row] = await q
    .select({
      paused: instances.paused,
      state: instances.state,
      removedAt: instances.removedAt,
      after: instances.retentionAfterRemoval,
    })
    .from(instances)
    .where(eq(instances.id, instanceRef))
    .limit(1);
  if (!row) return null;
  return {
    // One that goes on by its policy after its removal gets no new runs.
    paused: row.paused || row.removedAt !== null,
    terminated: row.state === "terminated" || row.state === "vanished",
    removed: row.removedAt !== null && !row.after,
    newestEndedBad: await isNewestEndedBad(q, instanceRef),
  };
}

const ENDED = [
  "available",
  "failed",
  "missed",
  "deleting",
  "deleted",
  "forgotten",
  "gone",
] as const;

async function isNewestEndedBad(q: Queryable, instanceRef: string): Promise<boolean> {
  const [newest] = await q
    .select({ status: backups.status })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, instanceRef),
        eq(backups.kind, "scheduled"),
        inArray(unindexed(backups.status), [...ENDED]),
      ),
    )
    .orderBy(desc(backups.dueAt), desc(backups.id))
    .limit(1);
  return newest?.status === "failed" || newest?.status === "missed";
}
