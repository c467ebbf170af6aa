import { and, eq, lt } from "drizzle-orm";
import type { EpochMs } from "../clock";
import { idempotencyKeys } from "../db/schema";
import type { Tx } from "../db/tx";

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect;
interface Place {
  userId: string;
  key: string;
}

const at = (place: Place) =>
  and(eq(idempotencyKeys.userId, place.userId), eq(idempotencyKeys.key, place.key));

/** Takes the key, or returns the row of the request that took it before. */
export async function takeKey(
  tx: Tx,
  row: Place & { fingerprint: string; createdAt: EpochMs; forgetBefore: EpochMs },
): Promise<IdempotencyRow | null> {
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, row.forgetBefore));
  const earlier = await tx.select().from(idempotencyKeys).where(at(row)).limit(1);
  if (earlier[0]) return earlier[0];
  const { userId, key, fingerprint, createdAt } = row;
  await tx.insert(idempotencyKeys).values({ userId, key, fingerprint, createdAt });
  return null;
}

export async function storeAnswer(
  tx: Tx,
  row: Place & { status: number; body: unknown; location: string | null },
): Promise<void> {
  const { status, body, location } = row;
  await tx
    .update(idempotencyKeys)
    .set({ status, body: body ?? null, location })
    .where(at(row));
}

export async function freeKey(tx: Tx, place: Place): Promise<void> {
  await tx.delete(idempotencyKeys).where(at(place));
}
