import type { OverdueDto } from "#lib/schedules/dto";
import { InstanceName } from "../../../_components/instance-name";
import { WarningIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

/** Longest overdue first. */
export function OverdueList(props: {
  overdue: readonly OverdueDto[];
  isCut: boolean;
  now: number;
}) {
  return (
    <ul className="rows">
      {props.overdue.map(({ instance, overdueSinceAt }) => (
        <li key={instance.id}>
          <div className="row-main">
            <InstanceName {...instance} />
          </div>
          <div className="row-side">
            <span className="muted small">
              due <RelativeTime at={overdueSinceAt} now={props.now} />
            </span>
            <Badge tone="bad" icon={<WarningIcon />}>
              Overdue
            </Badge>
          </div>
        </li>
      ))}
      {props.isCut ? (
        <li className="muted small">And more: these are the longest overdue.</li>
      ) : null}
    </ul>
  );
}
