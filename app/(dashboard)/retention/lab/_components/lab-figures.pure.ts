import { YEAR_MS } from "#lib/retention/comparison.pure";
import { keptAt } from "#lib/retention/keep-series.pure";
import type { LabSide, Verdict } from "./lab-side.pure";

export interface SideFigures {
  keep: number;
  keepBytes: number;
  remove: number;
  removeBytes: number;
  yearKeep: number;
  end: { keep: number; bytes: number; oldestAt: number | null };
}

/** `now`: its verdicts of now. */
export function figuresOf(side: LabSide, now: readonly Verdict[]): SideFigures {
  const { series, simulation, world } = side;
  const stays = now.filter((verdict) => verdict.stays);
  const goes = now.filter((verdict) => !verdict.stays);
  return {
    keep: stays.length,
    keepBytes: bytesOf(stays),
    remove: goes.length,
    removeBytes: bytesOf(goes),
    yearKeep: keptAt(simulation, world.now + YEAR_MS).length,
    end: {
      keep: series.kept.at(-1) ?? 0,
      bytes: series.bytes.at(-1) ?? 0,
      oldestAt: series.oldestAt.at(-1) ?? null,
    },
  };
}

export function bytesOf(verdicts: readonly Verdict[]): number {
  return verdicts.reduce((sum, { bytes }) => sum + bytes, 0);
}

export interface Difference {
  /** B removes them now, A keeps them. */
  more: number;
  moreText: string;
  /** A removes them now, B keeps them. */
  fewer: number;
  /** What B keeps in a year beside A; null where nobody looked. */
  year: number | null;
}

/** "B would remove 14 more now (312 GiB full size, at most) and keep 5 fewer in a year." */
export function differenceWords(difference: Difference): string {
  const { more, moreText, fewer, year } = difference;
  const now =
    more > 0 && fewer > 0
      ? `remove ${count(more)} more now (${moreText}) and keep ${count(fewer)} that A removes`
      : more > 0
        ? `remove ${count(more)} more now (${moreText})`
        : fewer > 0
          ? `keep ${count(fewer)} that A removes now`
          : "remove nothing more now";
  if (year === null) return `B would ${now}.`;
  const later =
    year === 0
      ? "keep as many in a year"
      : `keep ${count(Math.abs(year))} ${year > 0 ? "more" : "fewer"} in a year`;
  return `B would ${now}${more > 0 && fewer > 0 ? ", and" : " and"} ${later}.`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
