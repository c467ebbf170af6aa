import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import type { AccountScope } from "../context";
import type { Queryable } from "../db/client";
import { inScope } from "../db/in-scope";
import { accounts, credentials, discoveryPlaces, discoveryRuns, instances } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./place.pure";

export type RunRow = typeof discoveryRuns.$inferSelect;
export type PlaceRow = typeof discoveryPlaces.$inferSelect;
type NewPlace = typeof discoveryPlaces.$inferInsert;

const ROWS_PER_INSERT = 200;

export async function insertRun(tx: Tx, row: typeof discoveryRuns.$inferInsert): Promise<void> {
  await tx.insert(discoveryRuns).values(row);
}

/** A place that the run has already stays as it is. */
export async function insertPlaces(tx: Tx, rows: readonly NewPlace[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const part = rows.slice(start, start + ROWS_PER_INSERT);
    await tx.insert(discoveryPlaces).values(part).onConflictDoNothing();
  }
}

export async function patchPlaces(
  tx: Tx,
  ids: readonly string[],
  set: Partial<Omit<PlaceRow, "id">>,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(discoveryPlaces)
    .set(set)
    .where(and(inArray(discoveryPlaces.id, [...ids]), isNull(discoveryPlaces.endedAt)));
}

/** So many more that no look had shown before. */
export async function addNew(tx: Tx, ids: readonly string[], by: number): Promise<void> {
  if (ids.length === 0 || by === 0) return;
  await tx
    .update(discoveryPlaces)
    .set({ newCount: sql`${discoveryPlaces.newCount} + ${by}` })
    .where(and(inArray(discoveryPlaces.id, [...ids]), isNull(discoveryPlaces.endedAt)));
}

export async function deletePlaces(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(discoveryPlaces).where(inArray(discoveryPlaces.id, [...ids]));
}

/** What waits for a look at this place, of whichever run; the oldest first. */
export async function listOpenAt(q: Queryable, { accountRef, region }: Place): Promise<PlaceRow[]> {
  return q
    .select()
    .from(discoveryPlaces)
    .where(
      and(
        eq(discoveryPlaces.accountRef, accountRef),
        eq(discoveryPlaces.region, region),
        isNull(discoveryPlaces.endedAt),
      ),
    )
    .orderBy(asc(discoveryPlaces.askedAt), asc(discoveryPlaces.id));
}

export async function listOpenPlaces(q: Queryable): Promise<Place[]> {
  return q
    .selectDistinct({ accountRef: discoveryPlaces.accountRef, region: discoveryPlaces.region })
    .from(discoveryPlaces)
    .where(isNull(discoveryPlaces.endedAt));
}

/** Runs of which nothing is left to be looked at, and which nobody has closed. */
export async function listSettled(q: Queryable): Promise<RunRow[]> {
  return q
    .select()
    .from(discoveryRuns)
    .where(
      and(
        isNull(discoveryRuns.endedAt),
        sql`not exists (select 1 from ${discoveryPlaces} as waiting
          where waiting.run_id = ${discoveryRuns.id} and waiting.ended_at is null)`,
      ),
    )
    .orderBy(asc(discoveryRuns.startedAt));
}

export async function findRun(q: Queryable, id: string): Promise<RunRow | null> {
  const [run] = await q.select().from(discoveryRuns).where(eq(discoveryRuns.id, id)).limit(1);
  return run ?? null;
}

export async function patchRun(tx: Tx, id: string, set: Partial<Omit<RunRow, "id">>) {
  await tx.update(discoveryRuns).set(set).where(eq(discoveryRuns.id, id));
}

/** Newest first, of those that looked at something in the scope. */
export async function listRuns(
  q: Queryable,
  of: { scope: AccountScope; limit: number; after: readonly [number, string] | null },
): Promise<RunRow[]> {
  const seen = inScope(discoveryPlaces.accountRef, of.scope);
  return q
    .select()
    .from(discoveryRuns)
    .where(
      and(
        of.after
          ? sql`(${discoveryRuns.startedAt}, ${discoveryRuns.id}) < (${of.after[0]}, ${of.after[1]})`
          : undefined,
        seen === undefined
          ? undefined
          : sql`exists (select 1 from ${discoveryPlaces}
              where ${discoveryPlaces.runId} = ${discoveryRuns.id} and ${seen})`,
      ),
    )
    .orderBy(desc(discoveryRuns.startedAt), desc(discoveryRuns.id))
    .limit(of.limit);
}

/** Runs that looked at whole accounts by themselves since then, newest first; not of a clock ahead. */
export async function listAutomatic(
  q: Queryable,
  { after, now }: { after: number; now: number },
): Promise<RunRow[]> {
  const { requestedBy, startedAt } = discoveryRuns;
  return q
    .select()
    .from(discoveryRuns)
    .where(and(isNull(requestedBy), gt(startedAt, after), lte(startedAt, now)))
    .orderBy(desc(startedAt));
}

/** Accounts that these runs looked at. */
export async function listAccountsOf(
  q: Queryable,
  runIds: readonly string[],
): Promise<Set<string>> {
  if (runIds.length === 0) return new Set();
  const rows = await q
    .selectDistinct({ accountRef: discoveryPlaces.accountRef })
    .from(discoveryPlaces)
    .where(inArray(discoveryPlaces.runId, [...runIds]));
  return new Set(rows.map(({ accountRef }) => accountRef));
}

export interface ShownPlace extends PlaceRow {
  /** The 12 digits. */
  accountId: string;
  accountName: string | null;
}

export async function listPlacesOf(
  q: Queryable,
  of: { runIds: readonly string[]; scope: AccountScope },
): Promise<ShownPlace[]> {
  if (of.runIds.length === 0) return [];
  const rows = await q
    .select({ place: discoveryPlaces, accountId: accounts.accountId, accountName: accounts.name })
    .from(discoveryPlaces)
    .innerJoin(accounts, eq(accounts.id, discoveryPlaces.accountRef))
    .where(
      and(
        inArray(discoveryPlaces.runId, [...of.runIds]),
        inScope(discoveryPlaces.accountRef, of.scope),
      ),
    )
    .orderBy(asc(accounts.accountId), asc(discoveryPlaces.region));
  return rows.map(({ place, ...account }) => ({ ...place, ...account }));
}

/** Accounts that some credential reaches. */
export async function listReachable(q: Queryable, scope: AccountScope): Promise<string[]> {
  const rows = await q
    .selectDistinct({ accountRef: credentials.accountRef })
    .from(credentials)
    .where(and(isNull(credentials.deletedAt), inScope(credentials.accountRef, scope)));
  return rows.map(({ accountRef }) => accountRef);
}

/**
 * Where something is known to be: what is left where the list of regions may not be read. The homes
 * of the credentials come first, those that last worked before the others: there they are accepted.
 */
export async function listKnownRegions(q: Queryable, accountRef: string): Promise<string[]> {
  const homes = await q
    .select({ region: credentials.defaultRegion })
    .from(credentials)
    .where(and(eq(credentials.accountRef, accountRef), isNull(credentials.deletedAt)))
    .orderBy(asc(isNotNull(credentials.validationError)), asc(credentials.createdAt));
  const used = await q
    .selectDistinct({ region: instances.region })
    .from(instances)
    .where(eq(instances.accountRef, accountRef))
    .orderBy(asc(instances.region));
  return [...new Set([...homes, ...used].map(({ region }) => region))];
}

export async function wasLookedAt(q: Queryable, accountRef: string): Promise<boolean> {
  const rows = await q
    .select({ id: discoveryPlaces.id })
    .from(discoveryPlaces)
    .where(eq(discoveryPlaces.accountRef, accountRef))
    .limit(1);
  return rows.length > 0;
}

/** With their places; answers with how many runs went. */
export async function deleteOldRuns(
  tx: Tx,
  of: { before: number; limit: number },
): Promise<number> {
  const old = await tx
    .select({ id: discoveryRuns.id })
    .from(discoveryRuns)
    .where(lt(discoveryRuns.startedAt, of.before))
    .limit(of.limit);
  const ids = old.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.delete(discoveryPlaces).where(inArray(discoveryPlaces.runId, ids));
  await tx.delete(discoveryRuns).where(inArray(discoveryRuns.id, ids));
  return ids.length;
}
