import { and, eq, inArray, lt } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { accounts, callbackNonces, eventbridgePlaces } from "../db/schema";
import type { Tx } from "../db/tx";

export interface ReportingPlace {
  id: string;
  accountRef: string;
  region: string;
  /** 12 digits. */
  accountId: string;
  callbackKey: string | null;
  previousKey: string | null;
  previousKeyUntilAt: number | null;
}

export async function findReportingPlace(q: Queryable, id: string): Promise<ReportingPlace | null> {
  const [row] = await q
    .select({
      id: eventbridgePlaces.id,
      accountRef: eventbridgePlaces.accountRef,
      region: eventbridgePlaces.region,
      accountId: accounts.accountId,
      callbackKey: eventbridgePlaces.callbackKey,
      previousKey: eventbridgePlaces.previousKey,
      previousKeyUntilAt: eventbridgePlaces.previousKeyUntilAt,
    })
    .from(eventbridgePlaces)
    .innerJoin(accounts, eq(accounts.id, eventbridgePlaces.accountRef))
    .where(eq(eventbridgePlaces.id, id))
    .limit(1);
  return row ?? null;
}

interface Nonce {
  placeId: string;
  nonce: string;
}

export async function isNonceUsed(q: Queryable, { placeId, nonce }: Nonce): Promise<boolean> {
  const isIt = and(eq(callbackNonces.placeId, placeId), eq(callbackNonces.nonce, nonce));
  return (await q.$count(callbackNonces, isIt)) > 0;
}

/** False: it was used before. */
export async function useNonce(tx: Tx, row: Nonce & { seenAt: EpochMs }): Promise<boolean> {
  const inserted = await tx.insert(callbackNonces).values(row).onConflictDoNothing();
  return inserted.rowsAffected > 0;
}

export async function noteReport(
  tx: Tx,
  placeId: string,
  set: { lastReportAt: EpochMs; lastReportType: string },
): Promise<void> {
  await tx.update(eventbridgePlaces).set(set).where(eq(eventbridgePlaces.id, placeId));
}

export async function deleteOldNonces(
  tx: Tx,
  { before, rowsMax }: { before: EpochMs; rowsMax: number },
): Promise<number> {
  const old = tx
    .select({ nonce: callbackNonces.nonce })
    .from(callbackNonces)
    .where(lt(callbackNonces.seenAt, before))
    .limit(rowsMax);
  const isOld = and(lt(callbackNonces.seenAt, before), inArray(callbackNonces.nonce, old));
  return (await tx.delete(callbackNonces).where(isOld)).rowsAffected;
}
