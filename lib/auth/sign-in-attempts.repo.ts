import { eq, inArray, lt, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import { signInFailures } from "../db/schema";
import type { Tx } from "../db/tx";
import { SIGN_IN_WINDOW_MS_MAX, type SignInLimit } from "./sign-in-limits";

/**
 * Counts an attempt as a failure before its password is looked at, so that a thousand at once
 * get no more guesses than one after another. Returns when to come back if a limit is reached,
 * and then counts nothing.
 */
export async function takeAttempt(
  tx: Tx,
  input: { limits: readonly SignInLimit[]; now: EpochMs },
): Promise<EpochMs | null> {
  const { limits, now } = input;
  await tx
    .delete(signInFailures)
    .where(lt(signInFailures.windowStartedAt, now - SIGN_IN_WINDOW_MS_MAX));
  const subjects = limits.map((limit) => limit.subject);
  const rows = await tx
    .select()
    .from(signInFailures)
    .where(inArray(signInFailures.subject, subjects));
  const open = new Map(rows.map((row) => [row.subject, row]));
  const waits: EpochMs[] = [];
  for (const limit of limits) {
    const row = open.get(limit.subject);
    const endsAt = (row?.windowStartedAt ?? 0) + limit.windowMs;
    if (row && now < endsAt && row.count >= limit.failuresMax) waits.push(endsAt);
  }
  if (waits.length > 0) return Math.max(...waits);
  for (const limit of limits) {
    const row = open.get(limit.subject);
    const fresh = !row || now >= row.windowStartedAt + limit.windowMs;
    const next = fresh
      ? { windowStartedAt: now, count: 1 }
      : { windowStartedAt: row.windowStartedAt, count: row.count + 1 };
    await tx
      .insert(signInFailures)
      .values({ subject: limit.subject, ...next })
      .onConflictDoUpdate({ target: signInFailures.subject, set: next });
  }
  return null;
}

/** After a right password: the first subject is forgiven, the shared ones get this attempt back. */
export async function giveBackAttempt(tx: Tx, limits: readonly SignInLimit[]): Promise<void> {
  const [own, ...shared] = limits;
  if (own) await tx.delete(signInFailures).where(eq(signInFailures.subject, own.subject));
  const subjects = shared.map((limit) => limit.subject);
  await tx
    .update(signInFailures)
    .set({ count: sql`max(0, ${signInFailures.count} - 1)` })
    .where(inArray(signInFailures.subject, subjects));
}
