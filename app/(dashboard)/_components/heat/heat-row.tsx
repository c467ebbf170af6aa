"use client";

import { memo } from "react";
import type { BackupDaysDto } from "#lib/instances/dto";
import { DAY_LOOKS, toCellText, toDayHref, toRowName } from "./heat-words.pure";

interface RowProps {
  row: BackupDaysDto;
  index: number;
  days: readonly string[];
  /** The column that Tab leads to, in one row of all. */
  activeColumn: number | null;
  /** Links and words are made in the browser, so that the page stays small. */
  isLive: boolean;
}

/** Only the rows that come into view are made, and none of them twice. */
export const HeatRow = memo(function HeatRow(props: RowProps) {
  const { row, index, days, activeColumn, isLive } = props;
  const { id } = row.instance;
  return (
    <div role="row" aria-rowindex={index + 2} className="heat-row">
      <div role="rowheader" className="heat-name">
        {row.health === "needs_you" ? <span className="heat-need" aria-hidden="true" /> : null}
        <a
          href={`/instances/${id}`}
          className="cut hostile"
          dir="auto"
          tabIndex={activeColumn === 0 ? 0 : -1}
          data-place={`${index} 0`}
        >
          {toRowName(row)}
        </a>
      </div>
      {days.map((day, at) => (
        <Cell
          key={day}
          instanceRef={id}
          day={day}
          code={row.codes.charAt(at)}
          place={isLive ? `${index} ${at + 1}` : null}
          isActive={activeColumn === at + 1}
        />
      ))}
    </div>
  );
});

function Cell(props: {
  instanceRef: string;
  day: string;
  code: string;
  place: string | null;
  isActive: boolean;
}) {
  const { instanceRef, day, code, place, isActive } = props;
  const look = DAY_LOOKS[code];
  const tabIndex = isActive ? 0 : -1;
  if (place === null) return <div role="gridcell" className={look?.className} />;
  if (look === undefined) {
    return (
      <div
        role="gridcell"
        aria-label={toCellText(day, code)}
        tabIndex={tabIndex}
        data-place={place}
      />
    );
  }
  return (
    <div role="gridcell">
      <a
        className={look.className}
        href={toDayHref(instanceRef, day)}
        aria-label={toCellText(day, code)}
        tabIndex={tabIndex}
        data-place={place}
      />
    </div>
  );
}
