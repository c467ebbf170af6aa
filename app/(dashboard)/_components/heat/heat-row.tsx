"use client";

import { memo } from "react";
import type { BackupDaysDto } from "#lib/instances/dto";
import { DAY_LOOKS, toCellText, toRowName } from "./heat-words.pure";

interface RowProps {
  row: BackupDaysDto;
  index: number;
  days: readonly string[];
  /** The column that the keys have led to, in one row of all. */
  activeColumn: number | null;
  /** Of the row's cells; null in the server's HTML, which stays small without words and ids. */
  cellId: string | null;
}

/** What scrolls out of view lends its elements to what comes into it; the rows in between stay as they are. */
export const HeatRow = memo(function HeatRow(props: RowProps) {
  const { row, index, days, activeColumn, cellId } = props;
  return (
    <div role="row" aria-rowindex={index + 2} className="heat-row">
      <div
        role="rowheader"
        id={cellId === null ? undefined : `${cellId}-0`}
        className={activeColumn === 0 ? "heat-name is-here" : "heat-name"}
      >
        {row.health === "needs_you" ? <span className="heat-need" aria-hidden="true" /> : null}
        <a href={`/instances/${row.instance.id}`} className="cut hostile" dir="auto" tabIndex={-1}>
          {toRowName(row)}
        </a>
      </div>
      <Cells codes={row.codes} days={days} activeColumn={activeColumn} cellId={cellId} />
    </div>
  );
});

/** Two instances whose days went alike share everything. */
const Cells = memo(function Cells(props: {
  codes: string;
  days: readonly string[];
  activeColumn: number | null;
  cellId: string | null;
}) {
  const { codes, days, activeColumn, cellId } = props;
  return days.map((day, at) => {
    const code = codes.charAt(at);
    const look = DAY_LOOKS[code]?.className;
    const className = activeColumn === at + 1 ? `${look ?? ""} is-here` : look;
    if (cellId === null) return <div key={day} role="gridcell" className={className} />;
    return (
      <div
        key={day}
        role="gridcell"
        id={`${cellId}-${at + 1}`}
        className={className}
        aria-label={toCellText(day, code)}
      />
    );
  });
});
