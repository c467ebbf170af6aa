import type { ExclusionWindowDto } from "#lib/schedules/exclusion-dto";
import { Link } from "../../../_components/link";
import { CheckCircleIcon, ClockIcon, PauseCircleIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";
import { DeleteWindowButton } from "./delete-window-button";

export function WindowTable(props: {
  windows: readonly ExclusionWindowDto[];
  now: number;
  mayWrite: boolean;
  /** Schedules of which no window is theirs to decide; null is of all at once. */
  ofEverybody: ReadonlySet<string | null>;
}) {
  const decides = ({ scheduleId }: ExclusionWindowDto) =>
    props.mayWrite && !props.ofEverybody.has(scheduleId);
  if (props.windows.length === 0) {
    return (
      <p className="muted panel-body m-0">
        None. While a window lasts, no scheduled backup starts: what is due in it is skipped, and
        says why. What a person asks for starts all the same.
      </p>
    );
  }
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Window</th>
          <th scope="col">State</th>
          <th scope="col">Holds for</th>
          <th scope="col">
            <span className="visually-hidden">Delete</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.windows.map((window) => (
          <tr key={window.id}>
            <td>
              <span className="cell-title">
                {decides(window) ? (
                  <Link href={`/schedules/windows/${window.id}`} className="cut hostile" dir="auto">
                    {window.name}
                  </Link>
                ) : (
                  <span className="cut hostile" dir="auto">
                    {window.name}
                  </span>
                )}
                <span className="muted small">{window.words}</span>
              </span>
            </td>
            <td data-label="State">
              <WindowState window={window} now={props.now} />
            </td>
            <td data-label="Holds for">
              {window.scheduleId === null ? (
                "every schedule"
              ) : (
                <Link href={`/schedules/${window.scheduleId}`} className="hostile" dir="auto">
                  {window.scheduleName}
                </Link>
              )}
            </td>
            <td className="fit">
              {decides(window) ? (
                <DeleteWindowButton windowId={window.id} name={window.name} />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WindowState({ window, now }: { window: ExclusionWindowDto; now: number }) {
  if (window.state === "active" && window.endsAt !== null) {
    return (
      <Badge tone="warn" icon={<PauseCircleIcon />}>
        Now, ends <RelativeTime at={window.endsAt} now={now} />
      </Badge>
    );
  }
  if (window.beginsAt !== null) {
    return (
      <Badge tone="quiet" icon={<ClockIcon />}>
        Begins <RelativeTime at={window.beginsAt} now={now} />
      </Badge>
    );
  }
  return (
    <Badge tone="quiet" icon={<CheckCircleIcon />}>
      Over
    </Badge>
  );
}
