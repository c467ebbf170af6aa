import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { passwordLinks } from "../db/schema";
import type { Tx } from "../db/tx";

export type PasswordLinkRow = typeof passwordLinks.$inferSelect;

const unspent = and(isNull(passwordLinks.usedAt), isNull(passwordLinks.revokedAt));

export async function insertPasswordLink(tx: Tx, row: PasswordLinkRow): Promise<void> {
  await tx.insert(passwordLinks).values(row);
}

/** One that works now; a used, revoked or expired one is as unknown as any other. */
export async function findOpenLink(
  q: Queryable,
  of: { tokenHash: string; now: EpochMs },
): Promise<PasswordLinkRow | null> {
  const [row] = await q
    .select()
    .from(passwordLinks)
    .where(
      and(eq(passwordLinks.tokenHash, of.tokenHash), unspent, gt(passwordLinks.expiresAt, of.now)),
    )
    .limit(1);
  return row ?? null;
}

/** By their users. */
export async function findOpenLinks(
  q: Queryable,
  of: { userIds: readonly string[]; now: EpochMs },
): Promise<Map<string, PasswordLinkRow>> {
  const rows = await q
    .select()
    .from(passwordLinks)
    .where(
      and(
        inArray(passwordLinks.userId, [...of.userIds]),
        unspent,
        gt(passwordLinks.expiresAt, of.now),
      ),
    );
  return new Map(rows.map((row) => [row.userId, row]));
}

export async function markLinkUsed(tx: Tx, change: { id: string; at: EpochMs }): Promise<void> {
  await tx.update(passwordLinks).set({ usedAt: change.at }).where(eq(passwordLinks.id, change.id));
}

/** Every link of a user that could still be used; returns how many. */
export async function revokeLinks(
  tx: Tx,
  change: { userId: string; at: EpochMs },
): Promise<number> {
  const revoked = await tx
    .update(passwordLinks)
    .set({ revokedAt: change.at })
    .where(and(eq(passwordLinks.userId, change.userId), unspent))
    .returning({ id: passwordLinks.id });
  return revoked.length;
}
