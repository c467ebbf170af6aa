import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { planLinks } from "./plan-link";
import { listStaleLinks } from "./schedule-links.repo";
import { settleMoments } from "./settle-moments";
import { findSchedule, listUnaligned, markAligned } from "./schedules.repo";

const LINKS_PER_WRITE = 25;
const SCHEDULES_PER_LOOK = 20;
const WRITES_PER_LOOK = 10;

/** Finishes what an edit began, if its process ended before it did; some of it in each tick. */
export async function realignSchedules(ctx: Context): Promise<void> {
  const unaligned = await listUnaligned(ctx.runtime.db.read, SCHEDULES_PER_LOOK);
  for (const schedule of unaligned) {
    await realignLinks(ctx, { scheduleId: schedule.id, writesMax: WRITES_PER_LOOK });
  }
}

/** Plans the links of an edited schedule anew, in small transactions. */
export async function realignLinks(
  ctx: Context,
  { scheduleId, writesMax }: { scheduleId: string; writesMax: number },
): Promise<void> {
  for (let writes = 0; writes < writesMax; writes += 1) {
    const left = await ctx.runtime.db.write((tx) => realignSome(tx, ctx, scheduleId));
    if (!left) return;
    await letOthersRun();
  }
}

/** What was due before the edit stays due; only what was still to come moves. */
async function realignSome(tx: Tx, ctx: Context, scheduleId: string): Promise<boolean> {
  const stale = await listStaleLinks(tx, { scheduleId, limit: LINKS_PER_WRITE });
  const schedule = stale[0]?.schedule ?? (await findSchedule(tx, scheduleId));
  if (!schedule) return false;
  if (stale.length === 0) {
    await markAligned(tx, { scheduleId, version: schedule.version });
    return false;
  }
  const editedAt = Math.min(schedule.timingChangedAt, ctx.runtime.clock.now());
  const due = stale.flatMap((facts) => {
    const dueAt = facts.link.nextDueAt;
    return dueAt !== null && dueAt <= editedAt ? [{ facts, dueAt }] : [];
  });
  if (due.length > 0) await settleMoments(tx, ctx, due);
  await planLinks(tx, ctx, { links: stale, from: editedAt });
  return true;
}
