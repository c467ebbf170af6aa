import type { DiscoveryPlaceDto } from "#lib/discovery/dto";
import { groupBy } from "#lib/schedules/group-by.pure";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  HourglassIcon,
  RepeatIcon,
} from "../../../../_components/outcome-icons";

const LOOKS = {
  waiting: { icon: <HourglassIcon />, word: "waits" },
  running: { icon: <RepeatIcon className="spin" />, word: "is being read" },
  done: { icon: <CheckCircleIcon className="text-ok" />, word: "read" },
  failed: { icon: <CrossCircleIcon className="text-bad" />, word: "could not be read" },
} as const;

/** By account: each region, how far it is, and how many instances it showed. */
export function PlaceGrid({ places }: { places: readonly DiscoveryPlaceDto[] }) {
  return (
    <div className="places">
      {[...groupBy(places, ({ accountId }) => accountId)].map(([accountId, regions]) => (
        <section key={accountId} aria-label={`Account ${accountId}`}>
          <h3>{accountId}</h3>
          <ul>
            {regions.map((place) => (
              <OnePlace key={place.region ?? ""} place={place} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function OnePlace({ place }: { place: DiscoveryPlaceDto }) {
  const { icon, word } = LOOKS[place.state];
  return (
    <li title={place.error ?? undefined}>
      {icon}
      <span className="visually-hidden">{word}: </span>
      {place.region ?? "which regions"}
      {place.seenCount === 0 ? null : (
        <span className="muted">
          {" "}
          {place.seenCount.toLocaleString("en")}
          <span className="visually-hidden"> instances</span>
        </span>
      )}
    </li>
  );
}
