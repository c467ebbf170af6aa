import { requirePermission } from "../auth/require-permission";
import { HOUR, toIso } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import { describeSchedule } from "./describe-schedule.pure";
import type { NextRunDto } from "./dto";
import { listNextRunRows } from "./next-runs.repo";
import { ListNextRunsQuery, type ListNextRunsInput } from "./schemas";

/** The next due moment of each instance's schedules, soonest first; 24 h ahead unless said. */
export async function listNextRuns(
  ctx: Context,
  input: ListNextRunsInput = {},
): Promise<Page<NextRunDto>> {
  requirePermission(ctx, "schedules.read");
  const { hours, cursor, limit } = ListNextRunsQuery.parse(input);
  const { db, clock } = ctx.runtime;
  const rows = await listNextRunRows(db.read, {
    accounts: ctx.accounts,
    until: clock.now() + hours * HOUR,
    cursor: decodeCursor(cursor),
    limit,
  });
  return toPage({
    rows,
    limit,
    total: null,
    cursorOf: ({ dueAt, linkId }) => [dueAt, linkId] as const,
    toItem: ({ dueAt, instance, schedule }) => ({
      dueAt: toIso(dueAt ?? 0),
      instance,
      schedule: { id: schedule.id, name: schedule.name, words: describeSchedule(schedule) },
    }),
  });
}
