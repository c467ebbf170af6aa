import { asc, desc, gt } from "drizzle-orm";
import type { Queryable } from "../db/client";
import { events } from "../db/schema";

export type EventRow = typeof events.$inferSelect;

/** In the order of their commits: writes are serial, so a later commit has a higher id. */
export async function selectEventsAfter(
  q: Queryable,
  input: { afterId: number; limit: number },
): Promise<EventRow[]> {
  return q
    .select()
    .from(events)
    .where(gt(events.id, input.afterId))
    .orderBy(asc(events.id))
    .limit(input.limit);
}

/** 0 where nothing has happened yet. */
export async function selectLatestEventId(q: Queryable): Promise<number> {
  const rows = await q.select({ id: events.id }).from(events).orderBy(desc(events.id)).limit(1);
  return rows[0]?.id ?? 0;
}

/** The oldest that is still there, or null; what came before was housekept. */
export async function selectOldestEventId(q: Queryable): Promise<number | null> {
  const rows = await q.select({ id: events.id }).from(events).orderBy(asc(events.id)).limit(1);
  return rows[0]?.id ?? null;
}
