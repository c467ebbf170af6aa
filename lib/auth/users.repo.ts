import { and, eq, isNull, like, min, or, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { users } from "../db/schema";
import type { Tx } from "../db/tx";
import type { UserRow } from "./sessions.repo";

/** The key people sign in by: case and surrounding blanks do not matter. */
export function usernameKeyOf(username: string): string {
  return username.normalize("NFKC").trim().toLowerCase();
}

export async function selectUserByKey(q: Queryable, key: string): Promise<UserRow | null> {
  const rows = await q
    .select()
    .from(users)
    .where(and(eq(users.usernameKey, key), isNull(users.deletedAt)))
    .limit(1);
  return rows[0] ?? null;
}

export async function selectUser(q: Queryable, id: string): Promise<UserRow | null> {
  const rows = await q
    .select()
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deletedAt)))
    .limit(1);
  return rows[0] ?? null;
}

export async function updateLastSignIn(tx: Tx, change: { id: string; at: EpochMs }): Promise<void> {
  await tx.update(users).set({ lastSignInAt: change.at }).where(eq(users.id, change.id));
}

/** The same password, hashed anew, unless the hash is another one by now; returns whether it was. */
export async function renewPasswordHash(
  tx: Tx,
  change: { id: string; oldHash: string; newHash: string; mustChangePassword: boolean },
): Promise<boolean> {
  const { id, oldHash, newHash, mustChangePassword } = change;
  const renewed = await tx
    .update(users)
    .set({ passwordHash: newHash, mustChangePassword })
    .where(and(eq(users.id, id), eq(users.passwordHash, oldHash)))
    .returning({ id: users.id });
  return renewed.length > 0;
}

/** More ways than any original has used; what everybody's sign-in costs is bounded. */
const IMPORTED_METHODS_MAX = 8;

/** Of the application this one replaces: a hash for each way in which somebody's password is still kept. */
export async function findImportedHashes(q: Queryable): Promise<string[]> {
  const { passwordHash } = users;
  const rows = await q
    .select({ passwordHash: min(passwordHash) })
    .from(users)
    .where(or(like(passwordHash, "scrypt:%"), like(passwordHash, "pbkdf2:%")))
    .groupBy(sql`substr(${passwordHash}, 1, instr(${passwordHash}, '$'))`)
    .limit(IMPORTED_METHODS_MAX);
  return rows.flatMap((row) => row.passwordHash ?? []);
}
