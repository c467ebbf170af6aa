import { and, asc, desc, eq, gt, gte, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import type { BackupStatus } from "../db/schema/constants";
import { inScope } from "../db/in-scope";
import { accountDays, accounts, backups, instances } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Stored, StoredImage } from "./stored-days.pure";

export interface AccountStored extends Stored {
  accountRef: string;
}

/** What is stored in each account now, from the instances alone; removed ones' backups stay. */
export async function sumStored(q: Queryable, scope: AccountScope): Promise<AccountStored[]> {
  return q
    .select({
      accountRef: instances.accountRef,
      images: sql`sum(${instances.availableCount})`.mapWith(Number),
      bytes: sql`sum(${instances.availableBytes})`.mapWith(Number),
    })
    .from(instances)
    .where(inScope(instances.accountRef, scope))
    .groupBy(instances.accountRef);
}

export interface StoredDay extends Stored {
  day: string;
}

/** All accounts in scope together, oldest first; each by its own index, however far back it goes. */
export async function sumStoredDays(
  q: Queryable,
  wanted: { accounts: AccountScope; fromDay: string; untilDay: string },
): Promise<StoredDay[]> {
  const ids = q
    .select({ id: accounts.id })
    .from(accounts)
    .where(inScope(accounts.id, wanted.accounts));
  return q
    .select({
      day: accountDays.day,
      images: sql`sum(${accountDays.storedImages})`.mapWith(Number),
      bytes: sql`sum(${accountDays.storedBytes})`.mapWith(Number),
    })
    .from(accountDays)
    .where(
      and(
        inArray(accountDays.accountRef, ids),
        gte(accountDays.day, wanted.fromDay),
        lt(accountDays.day, wanted.untilDay),
        isNotNull(accountDays.storedBytes),
      ),
    )
    .groupBy(accountDays.day)
    .orderBy(asc(accountDays.day));
}

export async function listAccountRefs(q: Queryable): Promise<string[]> {
  const rows = await q.select({ id: accounts.id }).from(accounts).orderBy(asc(accounts.id));
  return rows.map(({ id }) => id);
}

/** As the table has it; null for a day that has not been counted. */
export async function findStoredDay(
  q: Queryable,
  { accountRef, day }: { accountRef: string; day: string },
): Promise<Stored | null> {
  const [row] = await q
    .select({ images: accountDays.storedImages, bytes: accountDays.storedBytes })
    .from(accountDays)
    .where(and(eq(accountDays.accountRef, accountRef), eq(accountDays.day, day)))
    .limit(1);
  if (!row || row.images === null || row.bytes === null) return null;
  return { images: row.images, bytes: row.bytes };
}

/** The newest that was counted before. */
export async function findStoredDayBefore(
  q: Queryable,
  { accountRef, day }: { accountRef: string; day: string },
): Promise<StoredDay | null> {
  const [row] = await q
    .select({
      day: accountDays.day,
      images: accountDays.storedImages,
      bytes: accountDays.storedBytes,
    })
    .from(accountDays)
    .where(
      and(
        eq(accountDays.accountRef, accountRef),
        lt(accountDays.day, day),
        isNotNull(accountDays.storedBytes),
      ),
    )
    .orderBy(desc(accountDays.day))
    .limit(1);
  return row ? { day: row.day, images: row.images ?? 0, bytes: row.bytes ?? 0 } : null;
}

/** Days to come were counted by a clock that was ahead: each is to be counted when it is there. */
export async function forgetStoredAfter(
  tx: Tx,
  { accountRef, day }: { accountRef: string; day: string },
): Promise<void> {
  await tx
    .update(accountDays)
    .set({ storedImages: null, storedBytes: null })
    .where(and(eq(accountDays.accountRef, accountRef), gt(accountDays.day, day)));
}

export async function hasStoredAfter(
  q: Queryable,
  { accountRef, day }: { accountRef: string; day: string },
): Promise<boolean> {
  const [row] = await q
    .select({ day: accountDays.day })
    .from(accountDays)
    .where(
      and(
        eq(accountDays.accountRef, accountRef),
        gt(accountDays.day, day),
        isNotNull(accountDays.storedBytes),
      ),
    )
    .limit(1);
  return row !== undefined;
}

export async function writeStoredDays(
  tx: Tx,
  accountRef: string,
  days: readonly StoredDay[],
): Promise<void> {
  if (days.length === 0) return;
  await tx
    .insert(accountDays)
    .values(
      days.map(({ day, images, bytes }) => {
        return { accountRef, day, storedImages: images, storedBytes: bytes };
      }),
    )
    .onConflictDoUpdate({
      target: [accountDays.accountRef, accountDays.day],
      set: {
        storedImages: sql`excluded.stored_images`,
        storedBytes: sql`excluded.stored_bytes`,
      },
    });
}

export interface ImagePlace {
  dueAt: number;
  id: string;
}

/** An account's images of one status from a place on, by due moment. */
export async function listStoredImages(
  q: Queryable,
  wanted: { accountRef: string; status: BackupStatus; after: ImagePlace | null; limit: number },
): Promise<Array<StoredImage & ImagePlace>> {
  const { accountRef, status, after, limit } = wanted;
  return q
    .select({
      id: backups.id,
      dueAt: backups.dueAt,
      status: backups.status,
      from: backups.imageCreatedAt,
      to: sql`coalesce(${backups.imageRemovedAt}, ${backups.missingSinceAt}, ${backups.updatedAt})`.mapWith(
        Number,
      ),
      sizeBytes: backups.sizeBytes,
    })
    .from(backups)
    .where(
      and(
        eq(backups.accountRef, accountRef),
        eq(backups.status, status),
        // As the partial index says it.
        sql`${backups.status} <> 'expected'`,
        after === null
          ? undefined
          : sql`(${backups.dueAt}, ${backups.id}) > (${after.dueAt}, ${after.id})`,
      ),
    )
    .orderBy(asc(backups.dueAt), asc(backups.id))
    .limit(limit);
}

/** Instances of an account from an id on, with what they are said to have stored. */
export async function listStoring(
  q: Queryable,
  wanted: { accountRef: string; afterId: string; limit: number },
) {
  return q
    .select({ id: instances.id, bytes: instances.availableBytes })
    .from(instances)
    .where(and(eq(instances.accountRef, wanted.accountRef), gt(instances.id, wanted.afterId)))
    .orderBy(asc(instances.id))
    .limit(wanted.limit);
}

/** What instances have stored by their backups. */
export async function countBytes(
  q: Queryable,
  instanceRefs: readonly string[],
): Promise<Map<string, number>> {
  const rows = await q
    .select({
      id: backups.instanceRef,
      bytes: sql`sum(coalesce(${backups.sizeBytes}, 0))`.mapWith(Number),
    })
    .from(backups)
    // A literal, not a parameter: only so does SQLite use the partial index.
    .where(
      and(inArray(backups.instanceRef, [...instanceRefs]), sql`${backups.status} = 'available'`),
    )
    .groupBy(backups.instanceRef);
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

export async function setStoredBytes(
  tx: Tx,
  { instanceRef, bytes }: { instanceRef: string; bytes: number },
): Promise<void> {
  await tx.update(instances).set({ availableBytes: bytes }).where(eq(instances.id, instanceRef));
}
