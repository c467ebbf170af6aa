import Link from "next/link";
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
export function DecisionTable(props: {
  decisions: readonly Decision[];
  now: number;
  /** A column for when what stays will go. */
  dated?: boolean;
}) {
  const { decisions, now, dated = false } = props;
  const more = decisions.length - ROWS_MAX;
  if (decisions.length === 0) return <p className="muted m-0">There are no images yet.</p>;
  return (
    <>
      <table className="list list-cards list-wide">
        <thead>
          <tr>
            <th scope="col">Image of</th>
            <th scope="col">Stays</th>
            <th scope="col">Why</th>
            {dated ? <th scope="col">Goes</th> : null}
          </tr>
        </thead>
        <tbody>
          {decisions.slice(0, ROWS_MAX).map((decision) => (
            <tr key={decision.id}>
              <td>
                <Link href={`/backups/${decision.id}`} className="tabular">
                  {decision.createdAt === null ? "unknown time" : toUtcText(decision.createdAt)}
                </Link>
              </td>
              <td data-label="Stays">
                {decision.stays ? (
                  <Badge tone="ok" icon={<CheckCircleIcon />}>
                    Stays
                  </Badge>
                ) : (
                  <Badge tone="warn" icon={<TrashIcon />}>
                    Goes
                  </Badge>
                )}
              </td>
              <td data-label="Why">{decision.words}</td>
              {dated ? (
                <td data-label="Goes">
                  {decision.stays && decision.goesAt === null ? (
                    <span className="muted">not by itself</span>
                  ) : decision.goesAt === null ? (
                    "with the next sweep"
                  ) : (
                    <RelativeTime at={decision.goesAt} now={now} />
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="muted small m-0">And {more} older ones.</p> : null}
    </>
  );
}
