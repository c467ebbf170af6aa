import { and, eq, isNull } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { signInChallenges } from "../db/schema";
import type { Tx } from "../db/tx";

export type ChallengeRow = typeof signInChallenges.$inferSelect;

export async function insertChallenge(tx: Tx, row: ChallengeRow): Promise<void> {
  await tx.insert(signInChallenges).values(row);
}

export async function selectChallenge(q: Queryable, id: string): Promise<ChallengeRow | null> {
  const rows = await q.select().from(signInChallenges).where(eq(signInChallenges.id, id)).limit(1);
  return rows[0] ?? null;
}

/** Returns whether it had not been used until now. */
export async function markChallengeUsed(
  tx: Tx,
  change: { id: string; at: EpochMs },
): Promise<boolean> {
  const used = await tx
    .update(signInChallenges)
    .set({ usedAt: change.at })
    .where(and(eq(signInChallenges.id, change.id), isNull(signInChallenges.usedAt)))
    .returning({ id: signInChallenges.id });
  return used.length > 0;
}
