import { requirePermission } from "../auth/require-permission";
import { HOUR, toIso } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import { describeSchedule } from "./describe-schedule.pure";
import type { NextRunDto } from "./dto";
import { listExclusions } from "./exclusion-windows.repo";
import type { ExclusionWindow } from "./exclusion.pure";
import { isFiredByAws } from "./fired-by.pure";
import { listNextRunRows, type NextRunRow } from "./next-runs.repo";
import { ListNextRunsQuery, type ListNextRunsInput } from "./schemas";
import { instanceKeyOf } from "./spread.pure";
import { timeStart } from "./start-timing.pure";

const OWNER = { list: "next-runs" } as const;

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
    cursor: decodeCursor(OWNER, cursor),
    limit,
  });
  const windows = await listExclusions(db.read);
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: null,
    cursorOf: ({ dueAt, linkId }) => [dueAt, linkId] as const,
    toItem: (row) => toNextRunDto(row, windows),
  });
}

function toNextRunDto(
  { dueAt: due, link, instance, schedule }: NextRunRow,
  windows: readonly ExclusionWindow[],
): NextRunDto {
  const dueAt = due ?? 0;
  const isAws = isFiredByAws({ link, schedule }, dueAt);
  const timing = timeStart({
    dueAt,
    instanceKey: instanceKeyOf(instance),
    askers: [{ ...schedule, scheduleId: schedule.id }],
    windows,
  });
  return {
    dueAt: toIso(dueAt),
    startsAt: toIso(isAws ? dueAt : timing.notBeforeAt),
    scheduler: isAws ? "eventbridge" : "local",
    skippedBy: timing.excludedBy,
    instance,
    schedule: { id: schedule.id, name: schedule.name, words: describeSchedule(schedule) },
  };
}
