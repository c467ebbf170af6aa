import type { ScheduleRunDto } from "#lib/schedules/dto";
import { ExactTime } from "../../../_components/exact-time";
import { RelativeTime } from "../../../_components/relative-time";
import { OutcomeBadges, toBackups } from "./outcome-badges";

/** The last due moments of a schedule, each with how its backups went, a click away from them. */
export function RunOutcomes({
  scheduleId,
  runs,
  now,
}: {
  scheduleId: string;
  runs: readonly ScheduleRunDto[];
  now: number;
}) {
  if (runs.length === 0) {
    return <p className="muted panel-body m-0">Nothing was due by it yet.</p>;
  }
  return (
    <ul className="rows">
      {runs.map((run) => (
        <li key={run.dueAt}>
          <div className="row-main">
            <span className="row-title">
              <ExactTime at={run.dueAt} now={now} /> UTC
            </span>
            <span className="muted small">
              <RelativeTime at={run.dueAt} now={now} />
            </span>
          </div>
          <div className="row-side">
            <OutcomeBadges
              counts={run}
              toHref={(outcome) =>
                toBackups({ scheduleId, outcome, from: run.dueAt, to: run.dueAt })
              }
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
