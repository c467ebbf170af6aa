"use client";

import { memo } from "react";
import type { BackupDaysDto } from "#lib/instances/dto";
import { DayPicture } from "./day-picture";
import { DAY_WORDS, NO_DAY, toCellText, toRowName, UNKNOWN_DAY } from "./heat-words.pure";
import { ROW_PX } from "./row-window.pure";

interface RowProps {
  /** Undefined while it is not loaded. */
  row: BackupDaysDto | undefined;
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
  const codes = row?.codes ?? UNKNOWN_DAY.repeat(days.length);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={row === undefined ? "heat-row is-waiting" : "heat-row"}
      style={cellId === null ? undefined : { top: index * ROW_PX }}
    >
      <div
        role="rowheader"
        id={cellId === null ? undefined : `${cellId}-0`}
        className={activeColumn === 0 ? "heat-name is-here" : "heat-name"}
      >
        {row?.health === "needs_you" ? <span className="heat-need" aria-hidden="true" /> : null}
        {row === undefined ? (
          <span className="visually-hidden">{DAY_WORDS[UNKNOWN_DAY]}</span>
        ) : (
          <a
            href={`/instances/${row.instance.id}`}
            className="cut hostile"
            dir="auto"
            tabIndex={-1}
          >
            {toRowName(row)}
          </a>
        )}
      </div>
      <Cells codes={codes} days={days} activeColumn={activeColumn} cellId={cellId} />
      <DayPicture codes={codes} />
    </div>
  );
});

/**
 * What is read, pointed at and outlined; the picture behind shows what they mean. Two instances
 * whose days went alike share everything.
 */
const Cells = memo(function Cells(props: {
  codes: string;
  days: readonly string[];
  activeColumn: number | null;
  cellId: string | null;
}) {
  const { codes, days, activeColumn, cellId } = props;
  return days.map((day, at) => {
    if (cellId === null) return <div key={day} role="gridcell" />;
    const code = codes.charAt(at);
    return (
      <div
        key={day}
        role="gridcell"
        id={`${cellId}-${at + 1}`}
        className={toClassName({ isHere: activeColumn === at + 1, isEmpty: code === NO_DAY })}
        aria-label={toCellText(day, code)}
      />
    );
  });
});

function toClassName({ isHere, isEmpty }: { isHere: boolean; isEmpty: boolean }) {
  if (!isHere && !isEmpty) return undefined;
  return `${isHere ? "is-here" : ""}${isEmpty ? " is-empty" : ""}`.trim();
}
