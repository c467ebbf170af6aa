import { describeSchedule } from "#lib/schedules/describe-schedule.pure";
import { findExclusion, type ExclusionWindow } from "#lib/schedules/exclusion.pure";
import { nextRuns } from "#lib/schedules/next-runs.pure";
import type { Schedule } from "#lib/schedules/schedule-spec.pure";
import { RunsAhead } from "./runs-ahead";
import { toSentence } from "./to-sentence.pure";

/** More than are shown: what passes while the page stays open makes room for the next. */
const RUNS = 20;

/** A schedule that nobody edits here: computed on the server, a browser needs no cron for it. */
export function SettledSchedule(props: {
  schedule: Schedule;
  now: number;
  /** The exclusion windows that hold for it. */
  windows?: readonly ExclusionWindow[];
}) {
  const { now, windows = [] } = props;
  const { cron, zone } = props.schedule;
  const moments = nextRuns({ schedule: { cron, zone }, after: now, count: RUNS });
  const runs = moments.map((at) => ({
    at,
    skippedBy: findExclusion({ windows, at })?.name ?? null,
  }));
  return (
    <div className="schedule-preview">
      <p className="schedule-words">{toSentence(describeSchedule({ cron, zone }))}</p>
      <RunsAhead runs={runs} zone={zone} now={now} />
    </div>
  );
}
