import type { EpochMs } from "../clock";
import { DAY_MS, HOUR_MS, toCivilDate } from "../schedules/civil-day.pure";
import { segmentAt } from "../schedules/zone-offsets.pure";
import type { Tier } from "./retention-rules.pure";

/** Numbers that rise with time and are equal for instants of one hour, day, week, month or year. */
export type BucketReader = (tier: Tier, at: EpochMs) => number;

/**
 * Reads the wall clock of a zone: an hour that comes twice in autumn is one bucket, weeks begin on
 * Monday (ISO 8601). Quick when neighbours in time are asked for one after the other.
 * @throws RangeError where the zone is unknown.
 */
export function bucketReader(zone: string): BucketReader {
  let segment = { startMs: 0, endMs: 0, offsetMs: 0 };
  let day = Number.NaN;
  let month = 0;
  let year = 0;
  return (tier, at) => {
    if (at < segment.startMs || at >= segment.endMs) segment = segmentAt({ zone, atMs: at });
    const local = at + segment.offsetMs;
    if (tier === "hourly") return Math.floor(local / HOUR_MS);
    const dayNumber = Math.floor(local / DAY_MS);
    if (tier === "daily") return dayNumber;
    if (tier === "weekly") return Math.floor((dayNumber + MONDAY_SHIFT) / 7);
    if (dayNumber !== day) {
      const date = toCivilDate(dayNumber);
      day = dayNumber;
      year = date.year;
      month = date.year * 12 + date.month;
    }
    return tier === "monthly" ? month : year;
  };
}

/** 1970-01-01 was a Thursday. */
const MONDAY_SHIFT = 3;
