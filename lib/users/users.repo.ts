import { and, eq, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { users } from "../db/schema";
import type { Tx } from "../db/tx";
import type { UserRow } from "../auth/sessions.repo";

export async function hasUsers(q: Queryable): Promise<boolean> {
  const rows = await q.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

/** Whether somebody of this name was deleted, and nobody has it now. */
export async function hasDeletedName(q: Queryable, usernameKey: string): Promise<boolean> {
  const rows = await q
    .select({ deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.usernameKey, usernameKey));
  return rows.length > 0 && rows.every(({ deletedAt }) => deletedAt !== null);
}

/** Somebody who may sign in as an administrator. */
export async function hasAdministrator(q: Queryable): Promise<boolean> {
  const rows = await q
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), eq(users.active, true), isNull(users.deletedAt)))
    .limit(1);
  return rows.length > 0;
}

export async function insertUser(tx: Tx, row: UserRow): Promise<void> {
  await tx.insert(users).values(row);
}

/** Compare-and-set on the old hash; returns whether it still was the one that was proven. */
export async function updatePassword(
  tx: Tx,
  change: { id: string; oldHash: string; newHash: string; at: EpochMs },
): Promise<boolean> {
  const changed = await tx
    .update(users)
    .set({
      passwordHash: change.newHash,
      passwordChangedAt: change.at,
      mustChangePassword: false,
      devicesSince: change.at,
      updatedAt: change.at,
    })
    .where(
      and(
        eq(users.id, change.id),
        eq(users.passwordHash, change.oldHash),
        eq(users.active, true),
        isNull(users.deletedAt),
      ),
    )
    .returning({ id: users.id });
  return changed.length > 0;
}
