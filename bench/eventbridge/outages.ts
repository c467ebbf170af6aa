import { DAY, HOUR } from "#lib/clock";
import type { Random } from "../retention/random";

export interface Outage {
  from: number;
  to: number;
}

/** Hours; together a tenth of a year. */
const HOURS = [216, 144, 120, 96, 72, 60, 48, 36, 24, 18, 14, 10, 8, 5, 3, 2];
const YEAR_HOURS = 365 * 24;

/** When the application is down: hours to days, a tenth of the span in all, never two at once. */
export function planOutages(random: Random, { from, to }: { from: number; to: number }): Outage[] {
  const scale = (to - from) / (YEAR_HOURS * HOUR);
  const lengths = HOURS.map((hours) => Math.round(hours * scale * HOUR));
  const downMs = lengths.reduce((sum, ms) => sum + ms, 0);
  const freeMs = to - from - downMs;
  // Cuts of the time that it is up, with a day kept at either end.
  const edgeMs = Math.min(2 * DAY, freeMs / 10);
  const cuts = lengths
    .map(() => edgeMs + random.next() * (freeMs - 2 * edgeMs))
    .toSorted((a, b) => a - b);
  const outages: Outage[] = [];
  let passedMs = 0;
  for (const cut of cuts) {
    const [lengthMs = 0] = lengths.splice(random.int(0, lengths.length - 1), 1);
    const begins = Math.floor(from + cut + passedMs);
    outages.push({ from: begins, to: begins + lengthMs });
    passedMs += lengthMs;
  }
  return outages;
}
