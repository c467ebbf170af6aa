import type { PlaceDto } from "#lib/eventbridge/dto";
import { Link } from "../../../../_components/link";
import { MaybeCell } from "../../../../_components/maybe-cell";
import { RelativeTime } from "../../../../_components/relative-time";
import { toShortVersion } from "./object-words.pure";
import { PlaceActs } from "./place-acts";
import { PlaceBadge } from "./place-badge";
import { toCallsText, toInstancesHref, toObjectsText, toRepairCounts } from "./place-words.pure";

interface PlacesProps {
  places: readonly PlaceDto[];
  now: number;
  mayRepair: boolean;
}

/** Each account and region in which AWS starts backups, or still has something of ours. */
export function PlaceTable(props: PlacesProps) {
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          <th scope="col">Account and region</th>
          <th scope="col">Status</th>
          <th scope="col" className="num">
            Instances
          </th>
          <th scope="col">Function</th>
          <th scope="col">Last report</th>
          <th scope="col">Last 24 hours</th>
          <th scope="col">Compared</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.places.map((place) => (
          <PlaceRow key={place.id} {...props} place={place} />
        ))}
      </tbody>
    </table>
  );
}

function PlaceRow({ place, now, mayRepair }: PlacesProps & { place: PlaceDto }) {
  const { id, region, accountId, accountName, lastReportAt, comparedAt, comparing } = place;
  return (
    <tr>
      <td>
        <span className="cell-title">
          <Link href={`/schedules/aws/${id}`}>{region}</Link>
          <span className="muted small hostile">
            {accountName === null ? accountId : `${accountName}, ${accountId}`}
          </span>
        </span>
      </td>
      <td data-label="Status">
        <span className="status-cell">
          <PlaceBadge place={place} />
          <span className="muted small">{place.trouble?.message ?? toObjectsText(place)}</span>
        </span>
      </td>
      <td className="num" data-label="Instances">
        {place.instanceCount === 0 ? (
          <span className="muted">none</span>
        ) : (
          <Link
            href={toInstancesHref(place)}
            aria-label={`Show the ${place.instanceCount} of ${region}`}
          >
            {place.instanceCount}
          </Link>
        )}
      </td>
      <MaybeCell label="Function">
        {place.functionVersion === null ? null : (
          <span className="two-lines">
            <code>{toShortVersion(place.functionVersion)}</code>
            <span className="muted small">{place.functionRuntime}</span>
          </span>
        )}
      </MaybeCell>
      <MaybeCell label="Last report">
        {lastReportAt === null ? null : <RelativeTime at={lastReportAt} now={now} />}
      </MaybeCell>
      <MaybeCell label="Last 24 hours">
        {place.measureError === null ? (
          toCallsText(place)
        ) : (
          <Link href={`/schedules/aws/${id}`}>not allowed</Link>
        )}
      </MaybeCell>
      <MaybeCell label="Compared">
        {comparedAt === null ? null : <RelativeTime at={comparedAt} now={now} />}
      </MaybeCell>
      <td className="fit">
        <span className="acts">
          <PlaceActs
            placeId={id}
            label={`${region} of ${accountId}`}
            counts={toRepairCounts(place)}
            hasTrouble={place.trouble !== null}
            comparing={comparing}
            mayRepair={mayRepair}
          />
        </span>
      </td>
    </tr>
  );
}
