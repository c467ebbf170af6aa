import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { countScheduleOutcomes } from "./count-schedule-outcomes";
import type { ScheduleRunsDto } from "./dto";
import { countStatuses, listPassedMoments } from "./list-schedule-runs.repo";
import { addOutcome, noOutcomes } from "./run-outcome.pure";
import { findSchedule } from "./schedules.repo";
import { ScheduleRef } from "./schemas";

const RUNS = 7;

/**
 * The last seven due moments of a schedule, newest first, with how its followers' backups went, and
 * how those of the last 7 and 30 days did.
 */
export async function listScheduleRuns(ctx: Context, input: ScheduleRef): Promise<ScheduleRunsDto> {
  requirePermission(ctx, "schedules.read");
  requirePermission(ctx, "backups.read");
  const { scheduleId } = ScheduleRef.parse(input);
  const { db, clock } = ctx.runtime;
  if (!(await findSchedule(db.read, scheduleId))) throw new NotFoundError("The schedule");
  const now = clock.now();
  const of = { scheduleId, accounts: ctx.accounts };
  const moments = await listPassedMoments(db.read, { ...of, now, limit: RUNS });
  const counts = await countStatuses(db.read, { ...of, moments });
  return {
    items: moments.map((dueAt) => {
      const run = noOutcomes();
      for (const row of counts) if (row.dueAt === dueAt) addOutcome(run, row.status, row.n);
      return { dueAt: toIso(dueAt), ...run };
    }),
    outcomes: await countScheduleOutcomes(ctx, scheduleId),
  };
}
