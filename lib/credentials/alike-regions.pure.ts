import type { CheckedRegionDto } from "./dto";

/** Regions where AWS said the same of everything, in the order in which they were asked. */
export function alikeRegions(
  regions: readonly CheckedRegionDto[],
): Array<{ regions: string[]; first: CheckedRegionDto }> {
  const groups = new Map<string, { regions: string[]; first: CheckedRegionDto }>();
  for (const place of regions) {
    const key = JSON.stringify(
      [...place.items, ...(place.schedule?.items ?? [])].map(({ action, state }) => [
        action,
        state,
      ]),
    );
    const group = groups.get(key);
    if (group) group.regions.push(place.region);
    else groups.set(key, { regions: [place.region], first: place });
  }
  return [...groups.values()];
}
