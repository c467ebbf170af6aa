import type { NextRunDto } from "#lib/schedules/dto";
import { InstanceName } from "../../../_components/instance-name";
import { Link } from "../../../_components/link";
import { SkipIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

/** Runs that are ahead, counting down to their start. */
export function UpcomingTable({ runs, now }: { runs: readonly NextRunDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Instance</th>
          <th scope="col">Starts</th>
          <th scope="col">Schedule</th>
          <th scope="col">Started by</th>
          <th scope="col">Account and region</th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ instance, schedule, ...run }) => (
          <tr key={`${instance.id} ${schedule.id}`}>
            <td>
              <InstanceName {...instance} />
            </td>
            <td data-label="Starts">
              <span className="cell-title">
                <RelativeTime at={run.startsAt} now={now} />
                {run.skippedBy === null ? null : (
                  <Badge tone="quiet" icon={<SkipIcon />}>
                    skipped by {run.skippedBy}
                  </Badge>
                )}
              </span>
            </td>
            <td data-label="Schedule">
              <span className="cell-title schedule-cell">
                <Link href={`/schedules/${schedule.id}`} className="hostile" dir="auto">
                  {schedule.name}
                </Link>
                {schedule.words === schedule.name ? null : (
                  <span className="muted small">{schedule.words}</span>
                )}
              </span>
            </td>
            <td data-label="Started by">{run.scheduler === "local" ? "AMIVault" : "AWS"}</td>
            <td className="line" data-label="Account and region">
              <span className="two-lines">
                <span>{instance.region}</span>
                <span className="muted small">{instance.accountId}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
