"use client";

import { useRouter } from "next/navigation";
import { Fragment, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { MouseEvent, SyntheticEvent } from "react";
import type { BackupDaysDto, BackupDaysPage } from "#lib/instances/dto";
import { HeatFilters, type HeatOptions } from "./heat-filters";
import { NO_FILTER, toHeatQuery } from "./heat-query.pure";
import { HeatReadout } from "./heat-readout";
import { HeatRow } from "./heat-row";
import { listDaysFrom, toCellText, toDayText, toRowName } from "./heat-words.pure";
import { toRowSpans } from "./row-spans.pure";
import { useGridFocus } from "./use-grid-focus";
import { useHeatRows } from "./use-heat-rows";
import { ROW_PX, useRowWindow, type RowWindow } from "./use-row-window";

/** As many are loaded ahead of what is in view. */
const AHEAD = 100;

/** Every instance's last days, however many there are: rows are made as they come into view. */
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
  const focus = useGridFocus({ grid, rows: rows.length, columns: dayCount + 1 });
  const readout = useReadout({ rows, days });
  const openLink = useOpenLink();
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
          readout.pointAt(event);
        }}
        onBlur={focus.onBlur}
        onMouseOver={readout.pointAt}
        onMouseLeave={readout.leave}
        onClick={openLink}
      >
        <HeatHead days={days} />
        <HeatBody rows={rows} total={total} days={days} window={window} focus={focus} />
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
  focus: Pick<ReturnType<typeof useGridFocus>, "active" | "focusedRow">;
}) {
  const { rows, total, days, window, focus } = props;
  const isLive = useIsLive();
  const { spans, gapAfter } = toRowSpans({ ...window, count: total, focused: focus.focusedRow });
  return (
    <>
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

/** What is pointed at, or has the focus, in words. */
function useReadout(of: { rows: readonly BackupDaysDto[]; days: readonly string[] }) {
  const [text, setText] = useState("");
  const pointAt = (event: SyntheticEvent) => {
    const place = (event.target as HTMLElement).getAttribute("data-place");
    const [row = Number.NaN, column = 0] = (place ?? "").split(" ").map(Number);
    const item = place === null ? undefined : of.rows[row];
    const day = of.days[column - 1];
    if (item === undefined) return setText("");
    const said = day === undefined ? "" : `, ${toCellText(day, item.codes.charAt(column - 1))}`;
    return setText(`${toRowName(item)}${said}`);
  };
  return { text, pointAt, leave: () => setText("") };
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
