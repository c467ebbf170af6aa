import { Link } from "../../../_components/link";
import { RelativeTime } from "../../../_components/relative-time";
import { toUtcText } from "../../../_components/exact-time.pure";
import { TrashIcon } from "../../../_components/icons";
import { CheckCircleIcon } from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

export interface Decision {
  id: string;
  createdAt: number | null;
  stays: boolean;
  words: string;
  /** ISO; when one that stays will go. */
  goesAt: string | null;
}

const ROWS_MAX = 60;

/** Every image with why it stays or goes, newest first. */
export function DecisionList(props: {
  decisions: readonly Decision[];
  now: number;
  /** Says when what stays will go. */
  dated?: boolean;
  /** The others open on request. */
  shown?: number;
}) {
  const { decisions, now, dated = false, shown = ROWS_MAX } = props;
  const listed = decisions.slice(0, ROWS_MAX);
  const older = decisions.length - listed.length;
  const rest = listed.slice(shown);
  if (decisions.length === 0) return <p className="muted m-0">There are no images yet.</p>;
  return (
    <div>
      <Rows decisions={listed.slice(0, shown)} now={now} dated={dated} />
      {rest.length === 0 ? null : (
        <details className="rows-more">
          <summary>Show {rest.length} more</summary>
          <Rows decisions={rest} now={now} dated={dated} />
        </details>
      )}
      {older > 0 ? (
        <p className="muted small m-0">
          And {older} older {older === 1 ? "one" : "ones"}.
        </p>
      ) : null}
    </div>
  );
}

function Rows(props: { decisions: readonly Decision[]; now: number; dated: boolean }) {
  return (
    <ul className="rows rows-bare">
      {props.decisions.map((decision) => (
        <li key={decision.id}>
          <div className="row-main">
            <Link href={`/backups/${decision.id}`} className="tabular">
              {decision.createdAt === null ? "unknown time" : toUtcText(decision.createdAt)}
            </Link>
            <span className="muted small d-block">{decision.words}</span>
          </div>
          <div className="row-side">
            {props.dated ? (
              <span className="muted small">
                <GoesWhen decision={decision} now={props.now} />
              </span>
            ) : null}
            <DecisionBadge stays={decision.stays} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function DecisionBadge({ stays }: { stays: boolean }) {
  return stays ? (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      Stays
    </Badge>
  ) : (
    <Badge tone="warn" icon={<TrashIcon />}>
      Goes
    </Badge>
  );
}

export function GoesWhen({ decision, now }: { decision: Decision; now: number }) {
  if (decision.goesAt !== null) {
    return (
      <>
        goes <RelativeTime at={decision.goesAt} now={now} />
      </>
    );
  }
  return decision.stays ? "does not go by itself" : "goes with the next sweep";
}
