import { DAY_MS, SECOND_MS } from "./civil-day.pure";

/** A stretch of real time in which the zone's clock runs evenly. */
export interface ZoneSegment {
  readonly startMs: number;
  /** Exclusive; a longer stretch is cut at the turn of the UTC year. */
  readonly endMs: number;
  /** What the wall clock is ahead of UTC. */
  readonly offsetMs: number;
  /**
   * The furthest wall-clock reading (as if UTC) before the segment began. Later than the segment's
   * own first reading, the clock went back; earlier, it jumped ahead.
   */
  readonly reachedLocalMs: number;
}

export function segmentAt({ zone, atMs }: { zone: string; atMs: number }): ZoneSegment {
  for (const segment of segmentsOfYear({ zone, year: new Date(atMs).getUTCFullYear() })) {
    if (atMs < segment.endMs) return segment;
  }
  throw new RangeError(`No offset for ${zone} at ${atMs}`);
}

function segmentsOfYear({ zone, year }: { zone: string; year: number }): readonly ZoneSegment[] {
  const years = segmentsByZone.get(zone) ?? new Map<number, readonly ZoneSegment[]>();
  segmentsByZone.set(zone, years);
  const known = years.get(year);
  if (known !== undefined) return known;
  if (years.size >= CACHED_YEARS_MAX) years.clear();
  const segments = findSegments({ zone, year });
  years.set(year, segments);
  return segments;
}

// The search starts days early, so that a clock set back just before the year still counts in it.
function findSegments({ zone, year }: { zone: string; year: number }): readonly ZoneSegment[] {
  const yearStartMs = Date.UTC(year, 0, 1);
  const yearEndMs = Date.UTC(year + 1, 0, 1);
  const offsetAt = offsetReader(zone);
  const segments: ZoneSegment[] = [];
  let startMs = yearStartMs - SAMPLE_MS;
  let offsetMs = offsetAt(startMs);
  let reachedLocalMs = startMs + offsetMs;
  const close = (endMs: number) => {
    const from = Math.max(startMs, yearStartMs);
    const reached = from === startMs ? reachedLocalMs : Math.max(reachedLocalMs, from + offsetMs);
    if (endMs > yearStartMs) {
      segments.push({ startMs: from, endMs, offsetMs, reachedLocalMs: reached });
    }
    reachedLocalMs = Math.max(reachedLocalMs, endMs + offsetMs);
  };
  for (let sampleMs = startMs; sampleMs < yearEndMs; sampleMs += SAMPLE_MS) {
    const nextMs = Math.min(sampleMs + SAMPLE_MS, yearEndMs - SECOND_MS);
    const nextOffsetMs = offsetAt(nextMs);
    if (nextOffsetMs === offsetMs) continue;
    const changeMs = findChange({ offsetAt, fromMs: sampleMs, toMs: nextMs });
    close(changeMs);
    startMs = changeMs;
    offsetMs = nextOffsetMs;
  }
  close(yearEndMs);
  return segments;
}

function findChange(input: {
  offsetAt: (atMs: number) => number;
  fromMs: number;
  toMs: number;
}): number {
  const before = input.offsetAt(input.fromMs);
  let low = input.fromMs / SECOND_MS;
  let high = input.toMs / SECOND_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (input.offsetAt(middle * SECOND_MS) === before) low = middle;
    else high = middle;
  }
  return high * SECOND_MS;
}

/** Reads the offset from the engine's own zone data, to the second. */
function offsetReader(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (atMs) => {
    const match = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(atMs));
    if (match === null) throw new RangeError(`The engine gives no offset for ${zone}`);
    const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
    const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
    return (sign === "-" ? -total : total) * SECOND_MS;
  };
}

const segmentsByZone = new Map<string, Map<number, readonly ZoneSegment[]>>();
const CACHED_YEARS_MAX = 50;

/** Under the shortest time any zone has kept an offset: 3.99 days (Freetown 1939), 6.9 since 1970. */
const SAMPLE_MS = 3 * DAY_MS;
