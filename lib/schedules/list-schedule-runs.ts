import { requirePermission } from "../auth/require-permission";
import { toIso } from "../clock";
import type { Context } from "../context";
import type { BackupStatus } from "../db/schema/constants";
import { NotFoundError } from "../errors";
import type { ScheduleRunDto } from "./dto";
import { countStatuses, listPassedMoments } from "./list-schedule-runs.repo";
import { findSchedule } from "./schedules.repo";
import { ScheduleRef } from "./schemas";

const RUNS = 7;

type Outcome = Exclude<keyof ScheduleRunDto, "dueAt">;

/** The last seven due moments of a schedule, newest first, with how its followers' backups went. */
export async function listScheduleRuns(
  ctx: Context,
  input: ScheduleRef,
): Promise<{ items: ScheduleRunDto[] }> {
  requirePermission(ctx, "schedules.read");
  requirePermission(ctx, "backups.read");
  const { scheduleId } = ScheduleRef.parse(input);
  const { db, clock } = ctx.runtime;
  if (!(await findSchedule(db.read, scheduleId))) throw new NotFoundError("The schedule");
  const now = clock.now();
  const moments = await listPassedMoments(db.read, { scheduleId, now, limit: RUNS });
  const counts = await countStatuses(db.read, { scheduleId, moments, accounts: ctx.accounts });
  return {
    items: moments.map((dueAt) => {
      const run = { dueAt: toIso(dueAt), good: 0, failed: 0, missed: 0, skipped: 0, underWay: 0 };
      for (const { status, n } of counts.filter((row) => row.dueAt === dueAt)) {
        run[toOutcome(status)] += n;
      }
      return run;
    }),
  };
}

function toOutcome(status: BackupStatus): Outcome {
  switch (status) {
    case "available":
    case "deleting":
    case "deleted":
    case "forgotten":
    case "gone":
      return "good";
    case "failed":
    case "missed":
    case "skipped":
      return status;
    case "expected":
    case "queued":
    case "creating":
    case "pending":
      return "underWay";
  }
}
