"use client";

import { useMemo } from "react";
import { describeSchedule } from "#lib/schedules/describe-schedule.pure";
import { findExclusion } from "#lib/schedules/exclusion.pure";
import type { ExclusionWindow } from "#lib/schedules/exclusion.pure";
import { nextRuns } from "#lib/schedules/next-runs.pure";
import type { Schedule } from "#lib/schedules/schedule-spec.pure";
import { useNow } from "../use-now";
import { RunList } from "./run-list";
import { toSentence } from "./to-sentence.pure";

const RUNS = 10;
const MINUTE_MS = 60_000;

/** Null while what is typed makes no sense: the reason stands beside its field. */
export function SchedulePreview({
  schedule,
  now: serverNow,
  windows,
}: {
  schedule: Schedule | null;
  now: number;
  /** The exclusion windows that hold for it. */
  windows?: readonly ExclusionWindow[] | undefined;
}) {
  const minute = Math.floor(useNow(serverNow) / MINUTE_MS);
  const cron = schedule?.cron;
  const zone = schedule?.zone;
  const runs = useMemo(() => {
    if (cron === undefined || zone === undefined) return [];
    const moments = nextRuns({ schedule: { cron, zone }, after: minute * MINUTE_MS, count: RUNS });
    return moments.map((at) => ({
      at,
      skippedBy: findExclusion({ windows: windows ?? [], at })?.name ?? null,
    }));
  }, [cron, zone, minute, windows]);
  return (
    <div className="schedule-preview" aria-live="polite">
      {schedule === null ? (
        <p className="muted m-0">The next runs appear here once the schedule makes sense.</p>
      ) : (
        <>
          <p className="schedule-words">{toSentence(describeSchedule(schedule))}</p>
          <RunList runs={runs} zone={schedule.zone} />
        </>
      )}
    </div>
  );
}
