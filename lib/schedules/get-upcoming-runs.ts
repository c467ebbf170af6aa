import { requirePermission } from "../auth/require-permission";
import { MINUTE, toIso } from "../clock";
import type { Context } from "../context";
import { describeSchedule } from "./describe-schedule.pure";
import type { UpcomingRunsDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import { planDay, type DaySlot } from "./plan-day.pure";
import { countFollowers, selectTimings } from "./upcoming.repo";

const SLOT_MINUTES = 30;
const SLOTS = 48;
const NAMED_PER_SLOT = 6;

/** The next 24 hours, reckoned from schedules and how many follow each. */
export async function getUpcomingRuns(ctx: Context): Promise<UpcomingRunsDto> {
  requirePermission(ctx, "schedules.read");
  const { db, clock } = ctx.runtime;
  const followers = await countFollowers(db.read, ctx.accounts);
  const instancesOf = new Map(followers.map(({ id, active }) => [id, active]));
  const rows = await selectTimings(db.read, [...instancesOf.keys()]);
  const { slots, windows } = planDay({
    now: clock.now(),
    slotMs: SLOT_MINUTES * MINUTE,
    slotCount: SLOTS,
    schedules: rows.flatMap((row) => {
      const instances = instancesOf.get(row.id) ?? 0;
      return instances === 0 ? [] : [{ ...row, instances }];
    }),
    windows: await listExclusions(db.read),
  });
  const shown = slots.map(toSlotDto);
  const named = new Set(shown.flatMap(({ schedules }) => schedules.map((runs) => runs.scheduleId)));
  const from = slots[0]?.at ?? clock.now();
  return {
    from: toIso(from),
    to: toIso(from + SLOTS * SLOT_MINUTES * MINUTE),
    slotMinutes: SLOT_MINUTES,
    starts: slots.reduce((sum, { starts }) => sum + starts, 0),
    skipped: slots.reduce((sum, { skipped }) => sum + skipped, 0),
    paused: followers.reduce((sum, { paused }) => sum + paused, 0),
    slots: shown,
    schedules: rows
      .filter(({ id }) => named.has(id))
      .map((row) => ({ id: row.id, name: row.name, words: describeSchedule(row) })),
    windows: windows.map(({ name, scheduleId, startsAt, endsAt }) => {
      return { name, scheduleId, startsAt: toIso(startsAt), endsAt: toIso(endsAt) };
    }),
  };
}

function toSlotDto({ at, starts, skipped, schedules }: DaySlot) {
  return { at: toIso(at), starts, skipped, schedules: schedules.slice(0, NAMED_PER_SLOT) };
}
