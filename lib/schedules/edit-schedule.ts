import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { NotFoundError } from "../errors";
import { MINUTE } from "../clock";
import { toAuditedSchedule } from "./audited-schedule";
import { emitScheduleChanged, requireFreeName } from "./create-schedule";
import { describeSchedule } from "./describe-schedule.pure";
import { startWindowMs } from "./expected-interval.pure";
import { findFreeName } from "./resolve-schedule-choice";
import { requireSchedule } from "./schedule-error";
import type { ScheduleRow } from "./schedule-row";
import { findSchedule, patchSchedule } from "./schedules.repo";
import type { UpdateScheduleInput } from "./schemas";
import { requireSpreadMs, requireStartWindowMs } from "./start-window";

/**
 * Writes an edit in the transaction of its caller, who afterwards plans the links anew
 * (`realignLinks`); until then, and if that never comes, the tick knows them by their version.
 */
export async function editSchedule(
  tx: Tx,
  ctx: Context,
  changes: UpdateScheduleInput,
): Promise<ScheduleRow> {
  const before = await findSchedule(tx, changes.scheduleId);
  if (!before) throw new NotFoundError("The schedule");
  const patch = await toPatch(tx, before, changes);
  if (Object.keys(patch).length === 0) return before;
  const now = ctx.runtime.clock.now();
  const moves = ["cron", "zone", "enabled", "startWindowMs"].some((key) => key in patch);
  const after = await patchSchedule(tx, before.id, {
    ...patch,
    updatedAt: now,
    ...(moves ? { version: before.version + 1, timingChangedAt: now, aligned: false } : {}),
  });
  await recordAudit(tx, ctx, {
    action: "schedule.update",
    targetType: "schedule",
    targetId: before.id,
    before: toAuditedSchedule(before),
    after: toAuditedSchedule(after),
  });
  await emitScheduleChanged(tx, ctx, after);
  return after;
}

/** Only what differs: saving a form unchanged moves nothing. */
async function toPatch(
  tx: Tx,
  before: ScheduleRow,
  changes: UpdateScheduleInput,
): Promise<Partial<ScheduleRow>> {
  const timing = requireSchedule({
    spec: changes.schedule ?? before.cron,
    zone: changes.zone ?? before.zone,
  });
  const { cron, zone, preset } = timing;
  const retimed = cron !== before.cron || zone !== before.zone;
  const name = await findNewName(tx, { before, wanted: changes.name, retimed, timing });
  const windowMs = newStartWindowMs(before, { cron, minutes: changes.startWindowMinutes });
  const spreadMs = newSpreadMs(before, { windowMs, minutes: changes.spreadMinutes });
  const enabled = changes.enabled ?? before.enabled;
  const renames = changes.name !== undefined && changes.name !== before.name;
  return {
    ...(retimed ? { cron, zone, preset: preset === null ? null : { ...preset } } : {}),
    ...(name === before.name ? {} : { name, autoNamed: before.autoNamed && !renames }),
    ...(windowMs === before.startWindowMs ? {} : { startWindowMs: windowMs }),
    ...(spreadMs === before.spreadMs ? {} : { spreadMs }),
    ...(enabled === before.enabled ? {} : { enabled }),
  };
}

/** A name that was made from the words follows them; one that somebody gave stays. */
async function findNewName(
  tx: Tx,
  options: {
    before: ScheduleRow;
    wanted: string | undefined;
    retimed: boolean;
    timing: { cron: string; zone: string };
  },
): Promise<string> {
  const { before, wanted, retimed, timing } = options;
  if (wanted !== undefined && wanted !== before.name) {
    await requireFreeName(tx, wanted);
    return wanted;
  }
  if (!retimed || !before.autoNamed) return before.name;
  return findFreeName(tx, describeSchedule(timing));
}

/** The longest window follows the interval; a shorter one that somebody chose stays shorter. */
function newStartWindowMs(
  before: ScheduleRow,
  { cron, minutes }: { cron: string; minutes: number | null | undefined },
): number {
  if (minutes === null) return startWindowMs({ cron });
  if (minutes !== undefined) return requireStartWindowMs({ cron, minutes });
  const chosen = before.startWindowMs < longestOf(before.cron) ? before.startWindowMs : Infinity;
  return Math.min(chosen, startWindowMs({ cron }));
}

/** A spread that somebody chose gives way to a start window that became shorter. */
function newSpreadMs(
  before: ScheduleRow,
  { windowMs, minutes }: { windowMs: number; minutes: number | undefined },
): number {
  return minutes === undefined
    ? Math.min(before.spreadMs, windowMs)
    : requireSpreadMs({ minutes, windowMs });
}

/** Of a text that cannot be read any more, nothing is known to have been chosen. */
function longestOf(cron: string): number {
  try {
    return startWindowMs({ cron });
  } catch (error) {
    if (error instanceof RangeError) return MINUTE;
    throw error;
  }
}
