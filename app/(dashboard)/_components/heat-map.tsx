"use client";

import { Link } from "../../_components/link";
import type { HeatRow } from "./heat.pure";

const LOOKS: Readonly<Record<string, { className: string; word: string }>> = {
  o: { className: "heat-ok", word: "available" },
  m: { className: "heat-mixed", word: "some failed or missed" },
  x: { className: "heat-bad", word: "failed or missed" },
  s: { className: "heat-skip", word: "skipped" },
};

/** One code a day comes from the server; the cells are made here, so that the page stays small. */
export function HeatMap({ days, rows }: { days: readonly string[]; rows: readonly HeatRow[] }) {
  return (
    <table className="heat">
      <thead>
        <tr>
          <th scope="col" className="heat-name">
            <span className="visually-hidden">Instance</span>
          </th>
          {days.map((day, index) => (
            <th key={day} scope="col" className="heat-day">
              <span className={index % 7 === 1 ? "heat-date" : "visually-hidden"}>
                {toDayText(day)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className="heat-name">
              <Link
                href={`/instances/${row.id}`}
                className="cut hostile"
                dir="auto"
                title={row.name}
              >
                {row.name}
              </Link>
            </th>
            {days.map((day, index) => (
              <HeatCell key={day} row={row} day={day} code={row.codes.charAt(index)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const DAY_TEXT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** "5 Nov" */
function toDayText(day: string): string {
  return DAY_TEXT.format(new Date(`${day}T00:00:00Z`));
}

// Hundreds of stops would bar the keyboard's way: it goes by the instance.
function HeatCell({ row, day, code }: { row: HeatRow; day: string; code: string }) {
  const look = LOOKS[code];
  if (look === undefined) {
    return (
      <td>
        <span />
      </td>
    );
  }
  const to = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  const label = `${day}: ${look.word}`;
  return (
    <td>
      <Link
        className={look.className}
        href={`/backups?instance=${row.id}&from=${day}T00:00:00Z&to=${to}`}
        tabIndex={-1}
        title={label}
        aria-label={label}
      />
    </td>
  );
}
