"use client";

import { monthlyUsdAtMost } from "#lib/costs/cost.pure";
import { LineChart, type ChartLine } from "../../../../_components/charts/line-chart";
import { toUsdText } from "../../../../_components/cost.pure";
import { toDayText } from "../../../../_components/day-text.pure";
import { toGiBText } from "../../../../_components/size.pure";
import { ageUnit, toAgeText } from "./age-text.pure";
import type { LabSide } from "./lab-side.pure";
import type { Sides } from "./use-sides";

const DAY_MS = 24 * 3_600_000;
const GIB = 1024 ** 3;
/** Of the curves' points so many stand in the table. */
const TABLE_ROWS = 12;

export interface CompareProps {
  sides: Sides;
  moment: number;
  price: number;
  onPick: (at: number) => void;
}

/** How both policies' stores grow: three curves over the same years, and the same as a table. */
export function CompareBody(props: CompareProps) {
  const { sides, moment, price, onPick } = props;
  const xs = sides.b.series.at;
  const lines = (read: (side: LabSide) => Array<number | null>): ChartLine[] => [
    { label: "A", values: read(sides.a), look: "other" },
    { label: "B", values: read(sides.b), look: "main" },
  ];
  const unit = ageUnit(
    Math.max(...[...agesOf(sides.a), ...agesOf(sides.b)].map((days) => days ?? 0)),
  );
  const shared = { xs, markAt: moment, onPick };
  return (
    <>
      <div className="lab-charts">
        <figure>
          <figcaption>Images kept</figcaption>
          <LineChart
            {...shared}
            label="Images kept over time by policies A and B; the table below has the figures"
            lines={lines((side) => side.series.kept)}
            toText={toCountText}
            toTick={toCountText}
          />
        </figure>
        <figure>
          <figcaption>Full size and cost of a month, at most</figcaption>
          <LineChart
            {...shared}
            label="Full size over time by policies A and B; the table below has the figures"
            lines={lines((side) => side.series.bytes.map((bytes) => bytes / GIB))}
            toText={(gib) =>
              `${toGiBText(gib * GIB)} · ${toUsdText(monthlyUsdAtMost(gib * GIB, price))}`
            }
            toTick={(gib) => toGiBText(gib * GIB)}
          />
        </figure>
        <figure>
          <figcaption>How far back one can go</figcaption>
          <LineChart
            {...shared}
            label="Age of the oldest image over time by policies A and B; the table below has the figures"
            lines={lines((side) => agesOf(side).map((days) => days && days / unit.days))}
            toText={(value) => toAgeText(value * unit.days)}
            toTick={(value) => `${Number(value.toFixed(1))} ${unit.word}`}
          />
        </figure>
      </div>
      <details className="rows-more">
        <summary>The same as a table</summary>
        <SeriesTable sides={sides} price={price} />
      </details>
    </>
  );
}

function toCountText(count: number): string {
  return String(Math.round(count));
}

function agesOf({ series }: LabSide): Array<number | null> {
  return series.at.map((at, point) => {
    const oldestAt = series.oldestAt[point] ?? null;
    return oldestAt === null ? null : (at - oldestAt) / DAY_MS;
  });
}

function SeriesTable({ sides, price }: { sides: Sides; price: number }) {
  const last = sides.b.series.at.length - 1;
  const points = Array.from({ length: TABLE_ROWS + 1 }, (_, row) =>
    Math.round((row * last) / TABLE_ROWS),
  );
  const cells = (side: LabSide, point: number) => {
    const bytes = side.series.bytes[point] ?? 0;
    const days = agesOf(side)[point] ?? null;
    return [
      side.series.kept[point] ?? 0,
      toGiBText(bytes),
      toUsdText(monthlyUsdAtMost(bytes, price)),
      days === null ? "none" : toAgeText(days),
    ];
  };
  return (
    <div
      className="list-scroll"
      tabIndex={0}
      role="group"
      aria-label="Figures of the years to come"
    >
      <table className="list">
        <thead>
          <tr>
            <th scope="col">On</th>
            {["A", "B"].flatMap((side) =>
              ["kept", "full size, at most", "a month, at most", "oldest"].map((what) => (
                <th key={`${side}${what}`} scope="col" className="num">
                  {side} {what}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point}>
              <td className="line">{toDayText(sides.b.series.at[point] ?? 0)}</td>
              {[...cells(sides.a, point), ...cells(sides.b, point)].map((text, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- columns never move
                <td key={index} className="num">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
