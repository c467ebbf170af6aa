"use client";

import { memo, useId, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { BackupDaysDto, BackupDaysPage } from "#lib/instances/dto";
import type { GridPlace } from "./grid-keys.pure";
import { HeatFilters, type HeatOptions } from "./heat-filters";
import { NO_FILTER, toHeatQuery } from "./heat-query.pure";
import { HeatReadout } from "./heat-readout";
import { HeatRow } from "./heat-row";
import { listDaysFrom, toDayText } from "./heat-words.pure";
import { findPlace, useGridFocus } from "./use-grid-focus";
import { useOpen, useReadout } from "./use-cells";
import { useHeatRows } from "./use-heat-rows";
import { listPlacedRows, ROW_PX, type RowWindow } from "./row-window.pure";
import { useRowWindow } from "./use-row-window";

/** As many are loaded ahead of what is in view. */
const AHEAD = 100;

/** Every instance's last days, however many there are: only those in view are there. */
export function HeatMap(props: { first: BackupDaysPage; options: HeatOptions }) {
  const { first, options } = props;
  const grid = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState(NO_FILTER);
  const [isEntered, setIsEntered] = useState(false);
  const window = useRowWindow(grid, first.items.length);
  // Most people look at what is in view: only who goes further asks for more.
  const wanted = window.isMoved || isEntered ? window.to + AHEAD : 0;
  const heat = useHeatRows({ first, query: toHeatQuery(filter), wanted });
  const { rows, total } = heat;
  const dayCount = rows[0]?.codes.length ?? 0;
  const days = useMemo(() => listDaysFrom(first.fromDay, dayCount), [first.fromDay, dayCount]);
  const open = useOpen({ rows, days });
  const columns = dayCount + 1;
  // The keys lead through all rows, those that are still to be loaded too.
  const focus = useGridFocus({ grid, rows: total, columns, onOpen: open.here });
  const readout = useReadout({ rows, days });
  const id = useId();
  const isInView = focus.active.row >= window.from && focus.active.row < window.to;
  const slot = focus.active.row % window.span;
  return (
    <>
      <HeatFilters filter={filter} options={options} onChange={setFilter} />
      <div
        ref={grid}
        role="grid"
        tabIndex={0}
        aria-label="Outcomes of each day, by instance"
        aria-description="Enter opens that day’s backups."
        aria-rowcount={total + 1}
        aria-colcount={columns}
        aria-busy={heat.isLoading}
        aria-activedescendant={isInView ? `${id}-${slot}-${focus.active.column}` : undefined}
        className="heat"
        onKeyDown={focus.onKeyDown}
        onFocus={() => setIsEntered(true)}
        onMouseDown={(event) => {
          const place = findPlace(event.target);
          if (place) focus.setPlace(place);
        }}
        onMouseOver={readout.pointAt}
        onMouseLeave={readout.leave}
        onClick={open.onClick}
        onAuxClick={open.onAuxClick}
      >
        <HeatHead days={days} />
        <HeatBody {...{ rows, total, days, window, id }} active={focus.active} />
      </div>
      <HeatReadout text={readout.text} isEmpty={total === 0} retry={heat.retry} />
    </>
  );
}

function HeatBody(props: {
  rows: readonly BackupDaysDto[];
  total: number;
  days: readonly string[];
  window: RowWindow;
  active: GridPlace;
  id: string;
}) {
  const { rows, total, days, window, active, id } = props;
  const isLive = useIsLive();
  return (
    // Places are set by script, never in the page's HTML: there the rows follow each other.
    <div
      role="rowgroup"
      className={isLive ? "heat-rows is-placed" : "heat-rows"}
      style={isLive ? { height: total * ROW_PX } : undefined}
    >
      {listPlacedRows(window, total).map(({ slot, index }) => (
        <HeatRow
          key={slot}
          row={rows[index]}
          index={index}
          days={days}
          activeColumn={active.row === index ? active.column : null}
          cellId={isLive ? `${id}-${slot}` : null}
        />
      ))}
    </div>
  );
}

/** Like the filters, nothing that a scroll moves. */
const HeatHead = memo(function HeatHead({ days }: { days: readonly string[] }) {
  return (
    <div role="row" aria-rowindex={1} className="heat-row heat-head">
      <div role="columnheader" className="heat-name">
        <span className="visually-hidden">Instance</span>
      </div>
      {days.map((day, index) => (
        <div key={day} role="columnheader">
          <span className={index % 7 === 1 ? "heat-date" : "visually-hidden"}>
            {toDayText(day)}
          </span>
        </div>
      ))}
    </div>
  );
});

/** False while the server's HTML is taken over. */
function useIsLive(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
