"use client";

import { useRouter } from "next/navigation";
import { Fragment, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { MouseEvent, SyntheticEvent } from "react";
import type { BackupDaysPage } from "#lib/instances/dto";
import { HeatFilters, type HeatOptions } from "./heat-filters";
import { NO_FILTER, toHeatQuery } from "./heat-query.pure";
import { HeatReadout } from "./heat-readout";
import { HeatRow } from "./heat-row";
import { listDaysFrom, toCellText, toDayText, toRowName } from "./heat-words.pure";
import { toRowSpans } from "./row-spans.pure";
import { useGridFocus } from "./use-grid-focus";
import { useHeatRows } from "./use-heat-rows";
import { ROW_PX, useRowWindow } from "./use-row-window";

/** As many are loaded ahead of what is in view. */
const AHEAD = 100;

/** Every instance's last days, however many there are: rows are made as they come into view. */
export function HeatMap(props: { first: BackupDaysPage; options: HeatOptions }) {
  const { first, options } = props;
  const grid = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState(NO_FILTER);
  const [pointedAt, setPointedAt] = useState("");
  const isLive = useIsLive();
  const window = useRowWindow(grid, first.items.length);
  const [isEntered, setIsEntered] = useState(false);
  // Most people look at what is in view: only who goes further asks for more.
  const wanted = window.isMoved || isEntered ? window.to + AHEAD : 0;
  const heat = useHeatRows({ first, query: toHeatQuery(filter), wanted });
  const { rows, total } = heat;
  const dayCount = rows[0]?.codes.length ?? 0;
  const days = useMemo(() => listDaysFrom(first.fromDay, dayCount), [first.fromDay, dayCount]);
  const focus = useGridFocus({ grid, rows: rows.length, columns: dayCount + 1 });
  const { spans, gapAfter } = toRowSpans({ ...window, count: total, focused: focus.focusedRow });
  const openLink = useOpenLink();

  const pointAt = (event: SyntheticEvent) => {
    const place = (event.target as HTMLElement).getAttribute("data-place") ?? "";
    const [row = Number.NaN, column = 0] = place.split(" ").map(Number);
    const item = rows[row];
    const day = days[column - 1];
    if (place === "" || item === undefined) return setPointedAt("");
    const said = day === undefined ? "" : `, ${toCellText(day, item.codes.charAt(column - 1))}`;
    return setPointedAt(`${toRowName(item)}${said}`);
  };

  return (
    <>
      <HeatFilters filter={filter} options={options} onChange={setFilter} />
      <div
        ref={grid}
        role="grid"
        aria-label="Outcomes of each day, by instance"
        aria-rowcount={total + 1}
        aria-colcount={dayCount + 1}
        aria-busy={heat.isLoading}
        className="heat"
        onKeyDown={focus.onKeyDown}
        onFocus={(event) => {
          setIsEntered(true);
          focus.onFocus(event);
          pointAt(event);
        }}
        onBlur={focus.onBlur}
        onMouseOver={pointAt}
        onMouseLeave={() => setPointedAt("")}
        onClick={openLink}
      >
        <HeatHead days={days} />
        {spans.map(({ index, gap }) => {
          const row = rows[index];
          return (
            <Fragment key={row?.instance.id ?? index}>
              <Gap rows={gap} />
              {row === undefined ? (
                <div role="presentation" className="heat-row heat-waiting" />
              ) : (
                <HeatRow
                  row={row}
                  index={index}
                  days={days}
                  activeColumn={focus.active.row === index ? focus.active.column : null}
                  isLive={isLive}
                />
              )}
            </Fragment>
          );
        })}
        {isLive ? <Gap rows={gapAfter} /> : null}
      </div>
      <HeatReadout text={pointedAt} total={total} isEmpty={total === 0} retry={heat.retry} />
    </>
  );
}

function HeatHead({ days }: { days: readonly string[] }) {
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
}

/** The room of rows that are not there; its height is set by script, never in the page's HTML. */
function Gap({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return <div role="presentation" style={{ height: rows * ROW_PX }} />;
}

/** False while the server's HTML is taken over. */
function useIsLive(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}

/** Hundreds of links with one listener; those who want a new tab get the browser's own way. */
function useOpenLink() {
  const router = useRouter();
  return (event: MouseEvent) => {
    const link = (event.target as HTMLElement).closest("a");
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link === null || !isPlain || event.button !== 0) return;
    event.preventDefault();
    router.push(`${link.pathname}${link.search}`);
  };
}
