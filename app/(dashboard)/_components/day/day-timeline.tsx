"use client";

import { useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import type { UpcomingRunsDto } from "#lib/schedules/dto";
import { Link } from "../../../_components/link";
import { listMarks, toBand, toClock, toRunsText, toSlotText } from "./day-words.pure";
import { useZone } from "./use-zone";

const HEIGHT = 100;
/** One run among thousands is still seen. */
const BAR_MIN = 4;

/** A bar for each half hour; the one pointed at, or reached by the arrow keys, says which runs. */
export function DayTimeline({ day }: { day: UpcomingRunsDto }) {
  const zone = useZone();
  const { slots, slotMinutes } = day;
  const busy = slots.flatMap(({ starts, skipped }, index) => (starts + skipped > 0 ? [index] : []));
  /** By its moment: the day goes on, and what is chosen moves with it. */
  const [chosen, setChosen] = useState<string | null>(null);
  const found = slots.findIndex(({ at }) => at === chosen);
  const index = found < 0 ? (busy[0] ?? 0) : found;
  const slot = slots[index];

  const onKeyDown = (event: KeyboardEvent) => {
    const next = findNext(busy, { key: event.key, from: index });
    if (next === undefined) return;
    event.preventDefault();
    setChosen(slots[next]?.at ?? null);
  };
  const pointAt = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * slots.length);
    setChosen(slots[Math.max(0, Math.min(at, slots.length - 1))]?.at ?? null);
  };

  if (slot === undefined || busy.length === 0) {
    return <p className="muted m-0">Nothing starts in the next 24 hours.</p>;
  }
  const text = toSlotText(slot, slotMinutes, zone);
  return (
    <div className="day">
      <div
        role="slider"
        className="day-bars"
        tabIndex={0}
        aria-label="Starts by half hour"
        aria-valuemin={0}
        aria-valuemax={slots.length - 1}
        aria-valuenow={index}
        aria-valuetext={text}
        onKeyDown={onKeyDown}
        onPointerMove={pointAt}
        onPointerDown={pointAt}
      >
        <Bars slots={slots} index={index} />
      </div>
      <Axis day={day} zone={zone} />
      <p className="day-chosen">
        <strong>{text}</strong> <Which day={day} slot={slot} />
      </p>
    </div>
  );
}

/** The keys lead from one half hour in which something starts to the next. */
function findNext(
  busy: readonly number[],
  { key, from }: { key: string; from: number },
): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return busy.find((index) => index > from) ?? from;
    case "ArrowLeft":
    case "ArrowDown":
      return busy.findLast((index) => index < from) ?? from;
    case "Home":
      return busy[0];
    case "End":
      return busy.at(-1);
    default:
      return undefined;
  }
}

function Bars(props: { slots: UpcomingRunsDto["slots"]; index: number }) {
  const { slots, index } = props;
  const most = Math.max(1, ...slots.map(({ starts, skipped }) => starts + skipped));
  const height = (count: number) => {
    return count === 0 ? 0 : Math.max(BAR_MIN, (count / most) * HEIGHT * 0.96);
  };
  return (
    <svg
      viewBox={`0 0 ${slots.length * 10} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect className="day-here" x={index * 10} y="0" width="10" height={HEIGHT} />
      {slots.map(({ at, starts, skipped }, slot) => {
        if (starts + skipped === 0) return null;
        const started = height(starts);
        const passed = height(skipped);
        const place = { x: slot * 10 + 1, width: 8 };
        return (
          <g key={at}>
            <rect className="day-start" {...place} y={HEIGHT - started} height={started} />
            <rect className="day-skip" {...place} y={HEIGHT - started - passed} height={passed} />
          </g>
        );
      })}
    </svg>
  );
}

/** The clock, and under it the times in which nothing starts. */
function Axis({ day, zone }: { day: UpcomingRunsDto; zone: string }) {
  const count = day.slots.length;
  return (
    <svg className="day-axis" aria-hidden="true">
      {day.windows.map((window) => {
        const { start, width } = toBand(window, day);
        return (
          <rect
            key={`${window.name} ${window.startsAt}`}
            className="day-window"
            x={`${start * 100}%`}
            width={`${width * 100}%`}
            y="0"
            height="5"
          >
            <title>{window.name}</title>
          </rect>
        );
      })}
      {listMarks(day.slots, zone).map(({ index, text }) => (
        <text
          key={text}
          x={`${(index / count) * 100}%`}
          y="20"
          textAnchor={index === 0 ? "start" : index > count - 3 ? "end" : "middle"}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

function Which(props: { day: UpcomingRunsDto; slot: UpcomingRunsDto["slots"][number] }) {
  const { day, slot } = props;
  const named = new Map(day.schedules.map((schedule) => [schedule.id, schedule]));
  const told = slot.schedules.reduce((sum, runs) => sum + runs.starts + runs.skipped, 0);
  const others = slot.starts + slot.skipped - told;
  return (
    <>
      {slot.schedules.map((runs, index) => (
        <span key={runs.scheduleId}>
          {index === 0 ? "" : " · "}
          <Link href={`/schedules/${runs.scheduleId}`} className="hostile" dir="auto">
            {named.get(runs.scheduleId)?.name}
          </Link>{" "}
          <span className="muted">{toRunsText(runs)}</span>
        </span>
      ))}
      {others > 0 ? <span className="muted"> · {others} by other schedules</span> : null}
    </>
  );
}

/** What the bars show, in words. */
export function DayTable({ day }: { day: UpcomingRunsDto }) {
  const zone = useZone();
  const rows = day.slots.filter(({ starts, skipped }) => starts + skipped > 0);
  return (
    <table className="table table-sm chart-table">
      <caption>Runs in the next 24 hours by half hour, {zone}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Starts</th>
          <th scope="col">Skipped</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ at, starts, skipped }) => (
          <tr key={at}>
            <th scope="row">{toClock(at, zone)}</th>
            <td>{starts}</td>
            <td>{skipped}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
