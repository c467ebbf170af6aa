import { and, desc, lt, or, sql, type SQL } from "drizzle-orm";
import { unionAll, type AnySQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Queryable } from "./client";
import { safeValue } from "./safe-cells";

/** Where a row stands in a list: its instant, and its id among those of one instant. */
export interface Place {
  at: number;
  id: string;
}

/** A table in the order of an instant and an id, newest first; an index ends in both. */
export interface Ordered {
  table: SQLiteTable;
  at: AnySQLiteColumn;
  id: AnySQLiteColumn;
}

/** One way along one index. */
export interface Walk {
  /** Equalities that lead into the index; all of its rows fit. */
  along: SQL | undefined;
  /** What the index does not know: each row of it is looked at, up to a bound. */
  rest: SQL | undefined;
}

export interface WalkPage {
  /** The first place that is not wanted any more; null: from the newest on. */
  after: Place | null;
  /** Instants: from, inclusive, and to, exclusive. */
  fromAt?: number | undefined;
  toAt?: number | undefined;
  limit: number;
}

export interface Walked {
  /** Newest first. */
  places: Place[];
  /** All up to here was looked at, and there may be more behind it; null: there is nothing more. */
  stoppedAt: Place | null;
}

/** What one page looks at, over all of its walks: mostly the first is enough. */
const LOOKED_AT_MAX = [1_000, 12_000] as const;
const LOOKED_AT_MIN = 300;

/**
 * The newest of several walks together. However rare what is wanted is, a page looks at a bounded
 * number of rows; where that was not enough, it says how far it came.
 */
export async function walkAll(
  q: Queryable,
  of: Ordered,
  { walks, page }: { walks: readonly Walk[]; page: WalkPage },
): Promise<Walked> {
  let merged: Walked = { places: [], stoppedAt: null };
  for (const max of LOOKED_AT_MAX) {
    const bound = Math.max(LOOKED_AT_MIN, Math.floor(max / Math.max(1, walks.length)));
    const walked = await walkTogether(q, of, { walks, page, bound });
    merged = mergeWalks(walked, page.limit);
    if (merged.stoppedAt === null) break;
  }
  return merged;
}

/** Of walks over whatever tables, what is surely the newest of all. */
export function mergeWalks(walked: readonly Walked[], limit: number): Walked {
  const stops = walked.flatMap(({ stoppedAt }) => stoppedAt ?? []);
  const horizon = stops.toSorted(newestFirst)[0] ?? null;
  const places = walked
    .flatMap((one) => one.places)
    .filter((place) => horizon === null || newestFirst(place, horizon) <= 0)
    .toSorted(newestFirst)
    // A row may be what several walks look for.
    .filter(({ id }, index, sorted) => id !== sorted[index - 1]?.id);
  if (places.length >= limit) return { places: places.slice(0, limit), stoppedAt: null };
  return { places, stoppedAt: horizon };
}

export interface WalkedPage extends Walked {
  /** Where the next page begins; null: this is the last one. */
  next: Place | null;
}

/** Cuts what was walked for `limit + 1`: a row that goes away before it is read ends no list. */
export function toWalkedPage({ places, stoppedAt }: Walked, limit: number): WalkedPage {
  const shown = places.slice(0, limit);
  const next = places.length > limit ? (shown.at(-1) ?? null) : stoppedAt;
  return { places: shown, stoppedAt, next };
}

/** SQLite takes 500 parts of one statement. */
const WALKS_PER_STATEMENT = 100;

/**
 * All in one statement, and so of one moment: a row that changes from what one walk looks for to
 * what another does is found by one of them.
 */
async function walkTogether(
  q: Queryable,
  of: Ordered,
  { walks, page, bound }: { walks: readonly Walk[]; page: WalkPage; bound: number },
): Promise<Walked[]> {
  const parts: WalkPart[] = [];
  for (const walk of walks) {
    const end = walk.rest === undefined ? null : await findEnd(q, of, { walk, page, bound });
    parts.push({ walk, page, end });
  }
  const walked: Walked[] = [];
  for (let from = 0; from < parts.length; from += WALKS_PER_STATEMENT) {
    walked.push(...(await readParts(q, of, parts.slice(from, from + WALKS_PER_STATEMENT))));
  }
  return walked;
}

interface WalkPart {
  walk: Walk;
  page: WalkPage;
  end: Place | null;
}

async function readParts(q: Queryable, of: Ordered, parts: readonly WalkPart[]): Promise<Walked[]> {
  const [first, second, ...others] = parts.map((part, index) => {
    const places = placesQuery(q, of, part).as("places");
    const walk = sql<number>`${index}`.as("walk");
    return q.select({ walk, at: places.at, id: places.id }).from(places);
  });
  if (!first) return [];
  const rows = await (second ? unionAll(first, second, ...others) : first);
  return parts.map(({ page, end }, index) => {
    const places = rows.filter(({ walk }) => walk === index).map(toKnownPlace);
    return { places, stoppedAt: places.length < page.limit ? end : null };
  });
}

/** The last row to look at; a walk along the index alone. */
async function findEnd(
  q: Queryable,
  of: Ordered,
  { walk, page, bound }: { walk: Walk; page: WalkPage; bound: number },
): Promise<Place | null> {
  const [end] = await placesQuery(q, of, {
    walk: { along: walk.along, rest: undefined },
    page: { ...page, limit: 1 },
    end: null,
  }).offset(bound - 1);
  return end ? toKnownPlace(end) : null;
}

/** What is no number, as somebody may have put it there, stands above all numbers: SQLite orders so. */
function toKnownPlace({ at, id }: { at: unknown; id: string }): Place {
  return { at: typeof at === "number" ? at : Number.MAX_VALUE, id };
}

function placesQuery(q: Queryable, of: Ordered, { walk, page, end }: WalkPart) {
  return q
    .select({
      at: safeValue(sql<number>`${of.at}`).as("at"),
      id: safeValue(sql<string>`${of.id}`).as("id"),
    })
    .from(of.table)
    .where(and(walk.along, range(of, { page, end }), walk.rest))
    .orderBy(desc(of.at), desc(of.id))
    .limit(page.limit)
    .$dynamic();
}

/** SQLite enters an index by one bound on each side: the narrower one of several. */
function range({ at, id }: Ordered, { page, end }: { page: WalkPage; end: Place | null }): SQL {
  const { after, fromAt, toAt } = page;
  const below = Math.min(after?.at ?? Infinity, toAt === undefined ? Infinity : toAt - 1);
  const above = Math.max(end?.at ?? -Infinity, fromAt ?? -Infinity);
  const conditions = [
    below === Infinity ? undefined : sql`${at} <= ${below}`,
    above === -Infinity ? undefined : sql`${at} >= ${above}`,
    after === null ? undefined : or(lt(sql`+${at}`, after.at), lt(sql`+${id}`, after.id)),
    end === null ? undefined : or(sql`+${at} > ${end.at}`, sql`+${id} >= ${end.id}`),
  ];
  return and(...conditions) ?? sql`1`;
}

function newestFirst(a: Place, b: Place): number {
  return b.at - a.at || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
