import { and, count, eq, isNull, lt, or } from "drizzle-orm";
import type { EpochMs } from "../../clock";
import type { Queryable } from "../../db/client";
import { recoveryCodes, secondFactorEnrolments, users } from "../../db/schema";
import type { Tx } from "../../db/tx";

export type EnrolmentRow = typeof secondFactorEnrolments.$inferSelect;

/** Takes the place of one that was begun before. */
export async function putEnrolment(tx: Tx, row: EnrolmentRow): Promise<void> {
  await deleteEnrolment(tx, row.userId);
  await tx.insert(secondFactorEnrolments).values(row);
}

export async function selectEnrolment(q: Queryable, userId: string): Promise<EnrolmentRow | null> {
  const rows = await q
    .select()
    .from(secondFactorEnrolments)
    .where(eq(secondFactorEnrolments.userId, userId))
    .limit(1);
  return rows[0] ?? null;
}

export async function deleteEnrolment(tx: Tx, userId: string): Promise<void> {
  await tx.delete(secondFactorEnrolments).where(eq(secondFactorEnrolments.userId, userId));
}

export async function setSecondFactor(
  tx: Tx,
  change: { userId: string; sealed: string; step: number; at: EpochMs },
): Promise<void> {
  const { userId, sealed, step, at } = change;
  await tx
    .update(users)
    .set({
      totpSecret: sealed,
      totpConfirmedAt: at,
      totpLastStep: step,
      devicesSince: at,
      updatedAt: at,
    })
    .where(eq(users.id, userId));
}

/** With its recovery codes, and one that is being set up. */
export async function clearSecondFactor(
  tx: Tx,
  change: { userId: string; at: EpochMs },
): Promise<void> {
  const { userId, at } = change;
  await tx
    .update(users)
    .set({
      totpSecret: null,
      totpConfirmedAt: null,
      totpLastStep: null,
      devicesSince: at,
      updatedAt: at,
    })
    .where(eq(users.id, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await deleteEnrolment(tx, userId);
}

/** Forward only, and of the second factor that was looked at: of two at once, one wins. */
export async function takeStep(
  tx: Tx,
  change: { userId: string; confirmedAt: EpochMs; step: number },
): Promise<boolean> {
  const { userId, step } = change;
  const taken = await tx
    .update(users)
    .set({ totpLastStep: step })
    .where(
      and(
        eq(users.id, userId),
        isLive,
        eq(users.totpConfirmedAt, change.confirmedAt),
        or(isNull(users.totpLastStep), lt(users.totpLastStep, step)),
      ),
    )
    .returning({ id: users.id });
  return taken.length > 0;
}

/** All earlier ones go. */
export async function putRecoveryCodes(
  tx: Tx,
  rows: readonly (typeof recoveryCodes.$inferInsert)[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, first.userId));
  await tx.insert(recoveryCodes).values([...rows]);
}

export async function takeRecoveryCode(
  tx: Tx,
  change: { userId: string; codeHash: string; at: EpochMs },
): Promise<boolean> {
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: change.at })
    .where(
      and(
        eq(recoveryCodes.userId, change.userId),
        eq(recoveryCodes.codeHash, change.codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ id: recoveryCodes.id });
  return taken.length > 0;
}

export async function countRecoveryCodes(q: Queryable, userId: string): Promise<number> {
  const unused = and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt));
  const [row] = await q.select({ left: count() }).from(recoveryCodes).where(unused);
  return row?.left ?? 0;
}

const isLive = and(eq(users.active, true), isNull(users.deletedAt));
