import type { Context } from "../context";
import type { DiscoverPlacePayload } from "./jobs";
import type { PlaceRow } from "./runs.repo";

/** What a place's look shares: all runs that wait for it end with it. */
export interface PlaceLook {
  ctx: Context;
  place: DiscoverPlacePayload;
  rows: readonly PlaceRow[];
  signal: AbortSignal | undefined;
}

export function idsOf(rows: readonly PlaceRow[]): string[] {
  return rows.map(({ id }) => id);
}
