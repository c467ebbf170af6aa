import type { Context } from "../context";
import { isLate, listLateLinks } from "./repair-clock";
import { countRestingLinks, countStaleLinks } from "./schedule-differences.repo";

/** Links that are not planned as their schedule says, of one schedule. */
export interface ScheduleDifference {
  scheduleId: string;
  /** Planned by an earlier version of it. */
  stale: number;
  /** Waiting for a later moment than it has next. */
  late: number;
  /** Without a next moment although nothing rests. */
  resting: number;
}

/** Reads all links, in pages; nothing is changed. */
export async function findDifferences(
  ctx: Context,
): Promise<ReadonlyMap<string, ScheduleDifference>> {
  const { db, clock } = ctx.runtime;
  const found = new Map<string, ScheduleDifference>();
  const add = (scheduleId: string, what: "stale" | "late" | "resting", n: number) => {
    const known = found.get(scheduleId) ?? { scheduleId, stale: 0, late: 0, resting: 0 };
    found.set(scheduleId, { ...known, [what]: known[what] + n });
  };
  for (const [id, n] of await countStaleLinks(db.read)) add(id, "stale", n);
  for (const [id, n] of await countRestingLinks(db.read)) add(id, "resting", n);
  const now = clock.now();
  for await (const { linkId, scheduleId } of listLateLinks(ctx, now)) {
    if (await isLate(db.read, linkId, now)) add(scheduleId, "late", 1);
  }
  return found;
}

export function countOf({ stale, late, resting }: ScheduleDifference): number {
  return stale + late + resting;
}
