import { and, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { credentials, discoveredInstances, discoveredTags } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./place.pure";

export type DiscoveredRow = typeof discoveredInstances.$inferSelect;

/** SQLite takes some thousand parameters in a statement. */
const ROWS_PER_STATEMENT = 100;
const TAGS_PER_STATEMENT = 400;

export function isPlace({ accountRef, region }: Place) {
  return and(
    eq(discoveredInstances.accountRef, accountRef),
    eq(discoveredInstances.region, region),
  );
}

export async function listKnown(
  q: Queryable,
  { instanceIds, ...place }: Place & { instanceIds: readonly string[] },
): Promise<Map<string, DiscoveredRow>> {
  if (instanceIds.length === 0) return new Map();
  const rows = await q
    .select()
    .from(discoveredInstances)
    .where(and(isPlace(place), inArray(discoveredInstances.instanceId, [...instanceIds])));
  return new Map(rows.map((row) => [row.instanceId, row]));
}

export async function insertDiscovered(tx: Tx, rows: readonly DiscoveredRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await tx.insert(discoveredInstances).values(rows.slice(start, start + ROWS_PER_STATEMENT));
  }
}

export async function patchDiscovered(
  tx: Tx,
  ids: readonly string[],
  set: Partial<Omit<DiscoveredRow, "id">>,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(discoveredInstances)
    .set(set)
    .where(inArray(discoveredInstances.id, [...ids]));
}

/** The tags of these, in place of those they had. */
export async function replaceTags(
  tx: Tx,
  rows: ReadonlyArray<Pick<DiscoveredRow, "id" | "tags">>,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await tx.delete(discoveredTags).where(inArray(discoveredTags.discoveredId, ids));
  const tags = rows.flatMap(({ id, tags }) =>
    Object.entries(tags).map(([key, value]) => ({ discoveredId: id, key, value })),
  );
  for (let start = 0; start < tags.length; start += TAGS_PER_STATEMENT) {
    await tx.insert(discoveredTags).values(tags.slice(start, start + TAGS_PER_STATEMENT));
  }
}

/** What another look at the place has seen meanwhile; one of a clock ahead was not. */
export interface Meanwhile {
  since: number;
  now: number;
}

/** Ids of what is there by the last looks, and was not seen meanwhile. */
export async function listThere(
  q: Queryable,
  { unseen, ...place }: Place & { unseen: Meanwhile },
): Promise<Array<Pick<DiscoveredRow, "id" | "instanceId">>> {
  const { id, instanceId, goneAt, seenAt } = discoveredInstances;
  return q
    .select({ id, instanceId })
    .from(discoveredInstances)
    .where(
      and(isPlace(place), isNull(goneAt), or(lt(seenAt, unseen.since), gt(seenAt, unseen.now))),
    );
}

export async function markGone(tx: Tx, ids: readonly string[], now: number): Promise<void> {
  await tx
    .update(discoveredInstances)
    .set({ state: "vanished", goneAt: now })
    .where(and(inArray(discoveredInstances.id, [...ids]), isNull(discoveredInstances.goneAt)));
}

export async function forgetRegion(tx: Tx, place: Place, now: number): Promise<void> {
  await tx
    .update(discoveredInstances)
    .set({ state: "vanished", goneAt: now })
    .where(and(isPlace(place), isNull(discoveredInstances.goneAt)));
}

/** Where something is there by the last looks. */
export async function listRegionsWithAny(q: Queryable, accountRef: string): Promise<string[]> {
  const rows = await q
    .selectDistinct({ region: discoveredInstances.region })
    .from(discoveredInstances)
    .where(and(eq(discoveredInstances.accountRef, accountRef), isNull(discoveredInstances.goneAt)));
  return rows.map(({ region }) => region);
}

export async function listByIds(
  q: Queryable,
  ids: readonly string[],
): Promise<Map<string, DiscoveredRow>> {
  if (ids.length === 0) return new Map();
  const rows = await q
    .select()
    .from(discoveredInstances)
    .where(inArray(discoveredInstances.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Those with something that nobody spoke about. */
export async function listSeenAccounts(q: Queryable): Promise<string[]> {
  const rows = await q
    .selectDistinct({ accountRef: discoveredInstances.accountRef })
    .from(discoveredInstances)
    .where(isNull(discoveredInstances.ignoredAt));
  return rows.map(({ accountRef }) => accountRef);
}

/**
 * Gone for long, or in an account that nothing reaches any more. What a person left unprotected is
 * kept: it may show up again, and no rule may take it then.
 */
export async function deleteStale(tx: Tx, of: { before: number; limit: number }): Promise<number> {
  const unreachable = sql`not exists (select 1 from ${credentials} as reach
    where reach.account_ref = ${discoveredInstances.accountRef} and reach.deleted_at is null)`;
  const rows = await tx
    .select({ id: discoveredInstances.id })
    .from(discoveredInstances)
    .where(
      and(
        or(lt(discoveredInstances.goneAt, of.before), unreachable),
        or(isNull(discoveredInstances.ignoredAt), eq(discoveredInstances.state, "terminated")),
      ),
    )
    .limit(of.limit);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.delete(discoveredTags).where(inArray(discoveredTags.discoveredId, ids));
  await tx.delete(discoveredInstances).where(inArray(discoveredInstances.id, ids));
  return ids.length;
}
