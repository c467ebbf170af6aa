import type { ScheduleOutcomesDto } from "#lib/schedules/dto";
import { ExactTime } from "../../../_components/exact-time";
import { OutcomeBadges, toBackups } from "./outcome-badges";

/** How the runs of the last 7 and 30 days went, as far back as they were counted. */
export function OutcomeSums(props: {
  scheduleId: string;
  outcomes: readonly ScheduleOutcomesDto[];
  now: number;
}) {
  const { scheduleId, outcomes, now } = props;
  const to = new Date(now).toISOString();
  return (
    <ul className="rows">
      {outcomes.map((sum) => (
        <li key={sum.days}>
          <div className="row-main">
            <span className="row-title">Last {sum.days} days</span>
            {sum.isWhole ? null : (
              <span className="muted small">
                So many that only those since <ExactTime at={sum.since} now={now} /> UTC are counted
              </span>
            )}
          </div>
          <div className="row-side">
            <OutcomeBadges
              counts={sum}
              toHref={(outcome) => toBackups({ scheduleId, outcome, from: sum.since, to })}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
