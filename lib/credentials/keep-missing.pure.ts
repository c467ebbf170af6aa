import type { CheckedPermissions, CheckedPlace } from "../db/schema/accounts";
import { isUnanswered, placesOf } from "./missing-of.pure";

type Items = CheckedPlace["items"];

/** Where AWS kept silent this time, what it denied before may still be so; what it allowed is unknown. */
export function keepMissing(
  now: CheckedPermissions,
  before: CheckedPermissions | null,
): CheckedPermissions {
  if (before === null) return now;
  const known = new Map(placesOf(before).map((place) => [place.region, place]));
  const keep = <Place extends CheckedPlace>(place: Place): Place => {
    const { items, schedule } = place;
    const earlier = known.get(place.region);
    if (!earlier) return place;
    const kept = { ...place, items: keepIn(items, earlier.items) };
    if (!schedule) return kept;
    const asked = { ...schedule, items: keepIn(schedule.items, earlier.schedule?.items ?? []) };
    return { ...kept, schedule: asked };
  };
  const { elsewhere } = now;
  return { ...keep(now), ...(elsewhere ? { elsewhere: elsewhere.map(keep) } : {}) };
}

function keepIn(items: Items, earlier: Items): Items {
  const denied = new Map(
    earlier.filter(({ state }) => state === "missing").map((item) => [item.action, item]),
  );
  return items.map((item) => (isUnanswered(item) ? (denied.get(item.action) ?? item) : item));
}
