import { and, desc, eq, isNull, lte, sql } from "drizzle-orm";
import type { EpochMs } from "../clock";
import type { Queryable } from "../db/client";
import { reconcileRuns } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Place } from "./records.repo";

export type RunRow = typeof reconcileRuns.$inferSelect;

export async function insertRun(tx: Tx, row: typeof reconcileRuns.$inferInsert): Promise<void> {
  await tx.insert(reconcileRuns).values(row);
}

export async function patchRun(
  tx: Tx,
  id: string,
  set: Partial<Omit<RunRow, "id">>,
): Promise<void> {
  await tx.update(reconcileRuns).set(set).where(eq(reconcileRuns.id, id));
}

/** Asked for and not begun, or left behind by a process that died. */
export async function listUnended(q: Queryable, place: Place): Promise<RunRow[]> {
  return q
    .select()
    .from(reconcileRuns)
    .where(and(isPlace(place), isNull(reconcileRuns.endedAt)))
    .orderBy(desc(reconcileRuns.startedAt));
}

/** Not one of a clock that was ahead. */
export async function findLastRun(
  q: Queryable,
  { place, now }: { place: Place; now: EpochMs },
): Promise<RunRow | null> {
  const [run] = await q
    .select()
    .from(reconcileRuns)
    .where(and(isPlace(place), lte(reconcileRuns.startedAt, now)))
    .orderBy(desc(reconcileRuns.startedAt))
    .limit(1);
  return run ?? null;
}

/**
 * When the last whole pass began, or the first one if none ever was whole; null without any. One of
 * a clock that was ahead is none.
 */
export async function findUncomparedSince(
  q: Queryable,
  { place, now }: { place: Place; now: EpochMs },
): Promise<number | null> {
  const [row] = await q
    .select({
      whole: sql<
        number | null
      >`max(case when ${reconcileRuns.endedAt} is not null and ${reconcileRuns.error} is null then ${reconcileRuns.startedAt} end)`,
      first: sql<number | null>`min(${reconcileRuns.startedAt})`,
    })
    .from(reconcileRuns)
    .where(and(isPlace(place), lte(reconcileRuns.startedAt, now)));
  return row?.whole ?? row?.first ?? null;
}

function isPlace(place: Place) {
  return and(
    eq(reconcileRuns.accountRef, place.accountRef),
    eq(reconcileRuns.region, place.region),
  );
}
