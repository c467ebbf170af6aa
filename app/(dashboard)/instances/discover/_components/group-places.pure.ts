import type { DiscoveryPlaceDto } from "#lib/discovery/dto";

/** Regions of an account that share a failure: fifteen times one sentence says it once. */
export interface Failure {
  accountId: string;
  error: string;
  suggestion: string | null;
  /** Null among them: the list of regions itself. */
  regions: Array<string | null>;
}

export function groupFailures(places: readonly DiscoveryPlaceDto[]): Failure[] {
  const groups = new Map<string, Failure>();
  for (const { accountId, state, error, suggestion, region } of places) {
    if (state !== "failed" || error === null) continue;
    // A place's own name in the words must not keep those apart that fail alike.
    const key = JSON.stringify([accountId, error.replaceAll(region ?? "", ""), suggestion]);
    const group = groups.get(key) ?? { accountId, error, suggestion, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.regions.length - a.regions.length);
}

export interface Progress {
  of: number;
  ended: number;
  failed: number;
  seen: number;
  fresh: number;
  protectedByRules: number;
}

export function toProgress(places: readonly DiscoveryPlaceDto[]): Progress {
  const sum = (value: (place: DiscoveryPlaceDto) => number) =>
    places.reduce((total, place) => total + value(place), 0);
  return {
    of: places.length,
    ended: sum(({ endedAt }) => Number(endedAt !== null)),
    failed: sum(({ state }) => Number(state === "failed")),
    seen: sum(({ seenCount }) => seenCount),
    fresh: sum(({ newCount }) => newCount),
    protectedByRules: sum(({ protectedCount }) => protectedCount),
  };
}

/** "17 of 17 places, 60 instances, 3 of them new". */
export function toProgressWords(progress: Progress): string {
  const { of, ended, seen, fresh, protectedByRules } = progress;
  const parts = [
    `${ended} of ${of} ${of === 1 ? "place" : "places"}`,
    `${seen.toLocaleString("en")} ${seen === 1 ? "instance" : "instances"}`,
    ...(fresh === 0 ? [] : [`${fresh.toLocaleString("en")} not seen before`]),
    ...(protectedByRules === 0 ? [] : [`${protectedByRules} protected by rules`]),
  ];
  return parts.join(", ");
}
