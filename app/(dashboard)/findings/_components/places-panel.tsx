import type { ReconcileRunDto } from "#lib/reconcile/dto";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import { MaybeCell } from "../../../_components/maybe-cell";
import { CheckCircleIcon, CrossCircleIcon, RepeatIcon } from "../../../_components/outcome-icons";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";
import { RunNow } from "./run-now";
import { toPassWords } from "./pass-words.pure";
import type { ShownPlaces } from "./shown-places.pure";

/** Each account and region with the last look at it. */
export function PlacesPanel(props: {
  shown: ShownPlaces;
  /** Of the findings above: they stay while one leafs through the places. */
  filters: Readonly<Record<string, string>>;
  now: number;
  mayRepair: boolean;
}) {
  const { shown, filters } = props;
  const toPart = (part: number) => toListHref("/findings", { ...filters, places: String(part) });
  return (
    <Panel
      title="Last comparison of each account and region"
      flush
      foot={shown.parts > 1 ? <PlacesPager shown={shown} toPart={toPart} /> : undefined}
    >
      <table className="list list-cards list-wide">
        <thead>
          <tr>
            <th scope="col">Account and region</th>
            <th scope="col">Last comparison</th>
            <th scope="col" className="num">
              Images
            </th>
            <th scope="col" className="num">
              Snapshots of ours
            </th>
            <th scope="col" className="num">
              Calls
            </th>
            <th scope="col">What it did</th>
            {props.mayRepair ? (
              <th scope="col">
                <span className="visually-hidden">Compare now</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.places.map((place) => (
            <PlaceRow key={`${place.accountRef} ${place.region}`} place={place} {...props} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function PlacesPager(props: { shown: ShownPlaces; toPart: (part: number) => string }) {
  const { part, parts, total } = props.shown;
  return (
    <>
      <span className="muted">
        {total} places, part {part} of {parts}
      </span>
      <nav className="d-flex gap-2" aria-label="Places">
        {part === 1 ? null : (
          <Link className="btn btn-plain btn-sm" href={props.toPart(part - 1)}>
            Previous places
          </Link>
        )}
        {part === parts ? null : (
          <Link className="btn btn-plain btn-sm" href={props.toPart(part + 1)}>
            Next places
          </Link>
        )}
      </nav>
    </>
  );
}

function PlaceRow(props: { place: ReconcileRunDto; now: number; mayRepair: boolean }) {
  const { place, now } = props;
  const { run, accountRef, region } = place;
  return (
    <tr>
      <td>
        <span className="two-lines">
          <span>{region}</span>
          <span className="muted small">{place.accountId}</span>
        </span>
      </td>
      <td data-label="Last comparison">
        {run === null ? <span className="muted">None yet</span> : <State run={run} now={now} />}
      </td>
      <MaybeCell label="Images" className="num">
        {run?.imageCount ?? null}
      </MaybeCell>
      <MaybeCell label="Snapshots of ours" className="num">
        {run?.snapshotCount ?? null}
      </MaybeCell>
      <MaybeCell label="Calls" className="num">
        {run?.callCount ?? null}
      </MaybeCell>
      <MaybeCell label="What it did">
        {run === null ? null : (run.error ?? toPassWords(run.counts))}
      </MaybeCell>
      {props.mayRepair ? (
        <td className="fit">
          <RunNow what={{ accountRef, region }} label="Compare now" look="row" />
        </td>
      ) : null}
    </tr>
  );
}

function State({ run, now }: { run: NonNullable<ReconcileRunDto["run"]>; now: number }) {
  if (run.state === "running") {
    return (
      <Badge tone="run" icon={<RepeatIcon className="spin" />}>
        Under way
      </Badge>
    );
  }
  const isDone = run.state === "done";
  return (
    <span className="d-inline-flex flex-wrap gap-2">
      <Badge tone={isDone ? "ok" : "bad"} icon={isDone ? <CheckCircleIcon /> : <CrossCircleIcon />}>
        {isDone ? "Complete" : "Broken off"}
      </Badge>
      <span className="muted">
        <RelativeTime at={run.startedAt} now={now} />
      </span>
    </span>
  );
}
