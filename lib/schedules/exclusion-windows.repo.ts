import { and, asc, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { exclusionWindows, schedules } from "../db/schema";
import type { Tx } from "../db/tx";
import type { Cursor } from "../paging";
import type { ExclusionWindowRow } from "./schedule-row";

const live = isNull(exclusionWindows.deletedAt);

/** All there are: few, by `EXCLUSION_WINDOWS_MAX`. */
export async function listExclusions(q: Queryable): Promise<ExclusionWindowRow[]> {
  return q.select().from(exclusionWindows).where(live).orderBy(asc(exclusionWindows.id));
}

export async function findExclusionWindow(
  q: Queryable,
  windowId: string,
): Promise<ExclusionWindowRow | null> {
  const [row] = await q
    .select()
    .from(exclusionWindows)
    .where(and(eq(exclusionWindows.id, windowId), live))
    .limit(1);
  return row ?? null;
}

export async function findExclusionWindowNamed(
  q: Queryable,
  name: string,
): Promise<ExclusionWindowRow | null> {
  const [row] = await q
    .select()
    .from(exclusionWindows)
    .where(and(eq(exclusionWindows.name, name), live))
    .limit(1);
  return row ?? null;
}

export async function countExclusionWindows(q: Queryable, scheduleId?: string): Promise<number> {
  return q.$count(exclusionWindows, and(live, holdingFor(scheduleId)));
}

export async function insertExclusionWindow(
  tx: Tx,
  row: typeof exclusionWindows.$inferInsert,
): Promise<ExclusionWindowRow> {
  const [inserted] = await tx.insert(exclusionWindows).values(row).returning();
  if (!inserted) throw new Error("An insert returns its row.");
  return inserted;
}

export async function patchExclusionWindow(
  tx: Tx,
  windowId: string,
  patch: Partial<Omit<ExclusionWindowRow, "id">>,
): Promise<ExclusionWindowRow> {
  const [patched] = await tx
    .update(exclusionWindows)
    .set(patch)
    .where(eq(exclusionWindows.id, windowId))
    .returning();
  if (!patched) throw new Error(`The window ${windowId} was read in this transaction.`);
  return patched;
}

export interface ExclusionWindowPage {
  /** Those that hold for this schedule: its own and the ones for all. */
  scheduleId: string | undefined;
  cursor: Cursor | null;
  limit: number;
}

/** By name, with the name of the schedule each is for; one more than `limit`. */
export async function listExclusionWindowPage(
  q: Queryable,
  { scheduleId, cursor, limit }: ExclusionWindowPage,
) {
  const after = cursor
    ? or(
        gt(exclusionWindows.name, String(cursor[0])),
        and(eq(exclusionWindows.name, String(cursor[0])), gt(exclusionWindows.id, cursor[1])),
      )
    : undefined;
  return q
    .select({ window: exclusionWindows, scheduleName: schedules.name })
    .from(exclusionWindows)
    .leftJoin(schedules, eq(schedules.id, exclusionWindows.scheduleId))
    .where(and(live, holdingFor(scheduleId), after))
    .orderBy(asc(exclusionWindows.name), asc(exclusionWindows.id))
    .limit(limit + 1);
}

/** Schedules' own windows go with them. */
export async function deleteWindowsOf(
  tx: Tx,
  { scheduleIds, now }: { scheduleIds: readonly string[]; now: number },
): Promise<ExclusionWindowRow[]> {
  if (scheduleIds.length === 0) return [];
  return tx
    .update(exclusionWindows)
    .set({ deletedAt: now, updatedAt: now })
    .where(and(inArray(exclusionWindows.scheduleId, [...scheduleIds]), live))
    .returning();
}

function holdingFor(scheduleId: string | undefined) {
  if (scheduleId === undefined) return undefined;
  return or(isNull(exclusionWindows.scheduleId), eq(exclusionWindows.scheduleId, scheduleId));
}
