import type { ScheduleDto } from "#lib/schedules/dto";
import { Link } from "../../../_components/link";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import { SkipIcon } from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";
import { PauseScheduleButton } from "./pause-schedule-button";
import { toStartersText } from "./starters-text.pure";
import { toDurationText } from "./duration-text.pure";

interface ScheduleTableProps {
  schedules: readonly ScheduleDto[];
  now: number;
  mayWrite: boolean;
  mayEditDefault: boolean;
}

export function ScheduleTable({ schedules, now, mayWrite, mayEditDefault }: ScheduleTableProps) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Schedule</th>
          <th scope="col">Next run</th>
          <th scope="col" className="num">
            Instances
          </th>
          <th scope="col">Started by</th>
          <th scope="col">Start window</th>
          <th scope="col">Spread</th>
          <th scope="col">
            <span className="visually-hidden">Pause</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {schedules.map((schedule) => (
          <tr key={schedule.id}>
            <td>
              <span className="cell-title schedule-cell">
                <Link href={`/schedules/${schedule.id}`} className="hostile" dir="auto">
                  {schedule.name}
                </Link>
                <span className="muted small">
                  {schedule.words === schedule.name ? "Made for its instances" : schedule.words}
                  {schedule.isDefault ? " · the default" : ""}
                </span>
              </span>
            </td>
            <td data-label="Next run">
              <NextRun schedule={schedule} now={now} />
            </td>
            <td className="num" data-label="Instances">
              {schedule.instanceCount === 0 ? (
                <span className="muted">none</span>
              ) : (
                <Link
                  href={`/instances?schedule=${schedule.id}`}
                  aria-label={`Show the ${schedule.instanceCount} that follow ${schedule.name}`}
                >
                  {schedule.instanceCount}
                </Link>
              )}
            </td>
            <MaybeCell label="Started by" className="wrap">
              {toStartersText(schedule)}
            </MaybeCell>
            <td className="line" data-label="Start window">
              {toDurationText(schedule.startWindowMinutes)}
            </td>
            <MaybeCell label="Spread">
              {schedule.spreadMinutes === 0 ? null : toDurationText(schedule.spreadMinutes)}
            </MaybeCell>
            <td className="fit">
              {mayWrite && (mayEditDefault || !schedule.isDefault) ? (
                <PauseScheduleButton
                  scheduleId={schedule.id}
                  name={schedule.name}
                  enabled={schedule.enabled}
                  followers={schedule.instanceCount}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NextRun({ schedule, now }: { schedule: ScheduleDto; now: number }) {
  if (!schedule.enabled) return <span className="muted">paused</span>;
  const next = schedule.nextDueAt;
  if (next === null) {
    const why = schedule.instanceCount === 0 ? "nothing follows it" : "its instances rest";
    return <span className="muted">{why}</span>;
  }
  const skipped = schedule.skippedRuns.find(({ dueAt }) => dueAt === next);
  return (
    <span className="cell-title">
      <RelativeTime at={next} now={now} />
      {skipped === undefined ? null : (
        <Badge tone="quiet" icon={<SkipIcon />}>
          skipped by {skipped.window}
        </Badge>
      )}
    </span>
  );
}
