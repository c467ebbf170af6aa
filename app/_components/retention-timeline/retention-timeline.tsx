"use client";

import { useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { MarkDetail } from "./mark-detail";
import { MarkRow } from "./mark-row";
import { GROUP_WORDS, groupsIn, type TimelineMark } from "./timeline-marks.pure";
import { timelineScale } from "./timeline-scale.pure";
import { toMarkText } from "./mark-text.pure";

const ROWS_MAX = 600;
const PITCH_MAX = 9;
const HEIGHT_MAX = 250;
const HEIGHT_MIN = 44;
const AXIS = 20;

/**
 * Backups as bars from their making to their removal, the newest on top. The bars are one stop of
 * the keyboard: arrows walk over them, and what stands below says what each means.
 */
export function RetentionTimeline(props: {
  label: string;
  /** Newest first. */
  marks: readonly TimelineMark[];
  now: number;
  /** So that two of them share an axis; else as far as the marks reach. */
  from?: number;
  to?: number;
  /** What stands in the middle of the axis, where it is not the present. */
  nowWord?: string;
}) {
  const marks = props.marks.slice(0, ROWS_MAX);
  const { now, label, nowWord = "now" } = props;
  const { from = earliest(marks, now), to = latest(marks, now) } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const scale = timelineScale({ now, from, to });
  const at = marks.findIndex(({ id }) => id === (pointed ?? chosen));
  const shown = marks[at];
  const height = Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, marks.length * PITCH_MAX));
  const pitch = marks.length === 0 ? height : height / marks.length;
  const under = (event: PointerEvent<HTMLElement>): TimelineMark | undefined => {
    const { top } = event.currentTarget.getBoundingClientRect();
    return marks[Math.floor((event.clientY - top) / pitch)];
  };
  const walk = (event: KeyboardEvent) => {
    const next = keyTarget(event.key, { at, count: marks.length });
    if (next === null) return;
    event.preventDefault();
    setPointed(null);
    setChosen(marks[next]?.id ?? null);
  };
  if (marks.length === 0) return <p className="muted m-0">There are no images to draw.</p>;
  return (
    <div className="timeline">
      <div
        className="timeline-plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuemin={1}
        aria-valuemax={marks.length}
        aria-valuenow={Math.max(1, at + 1)}
        aria-valuetext={shown ? toMarkText(shown) : `${marks.length} backups, newest first`}
        onKeyDown={walk}
        onPointerMove={(event) => setPointed(under(event)?.id ?? null)}
        onPointerLeave={() => setPointed(null)}
        onPointerDown={(event) => setChosen(under(event)?.id ?? null)}
      >
        <svg width="100%" height={height + AXIS} aria-hidden="true" className="timeline-svg">
          {scale.ticks.map(({ x, label: tick, minor }) => (
            <g key={tick} className={tick === "now" ? "tl-now" : minor ? "tl-minor" : "tl-tick"}>
              <line x1={`${x}%`} x2={`${x}%`} y1={0} y2={height} />
              <text x={`${x}%`} y={height + AXIS - 5} textAnchor="middle">
                {tick === "now" ? nowWord : tick}
              </text>
            </g>
          ))}
          {marks.map((mark, index) => (
            <MarkRow
              key={mark.id}
              mark={mark}
              y={(index + 0.5) * pitch}
              pitch={pitch}
              from={scale.toX(mark.at)}
              to={mark.goesAt === null ? null : scale.toX(mark.goesAt)}
              active={mark === shown}
            />
          ))}
        </svg>
      </div>
      <MarkDetail mark={shown} count={marks.length} left={props.marks.length - marks.length} />
      <ul className="timeline-legend" aria-hidden="true">
        {groupsIn(marks).map((group) => (
          <li key={group}>
            <span className={`tl-key tl-${group}`} />
            {GROUP_WORDS[group]}
          </li>
        ))}
        {marks.some(({ elsewhere }) => elsewhere !== undefined) ? (
          <li>
            <span className="tl-key tl-differs" />
            the other policy decides otherwise
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function keyTarget(key: string, { at, count }: { at: number; count: number }): number | null {
  const last = count - 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowLeft: at + 1,
    ArrowUp: at - 1,
    ArrowRight: at - 1,
    PageDown: at + 10,
    PageUp: at - 10,
    Home: 0,
    End: last,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(last, Math.max(0, next));
}

function earliest(marks: readonly TimelineMark[], now: number): number {
  return marks.reduce((low, { at }) => Math.min(low, at), now);
}

function latest(marks: readonly TimelineMark[], now: number): number {
  return marks.reduce((high, { goesAt }) => Math.max(high, goesAt ?? now), now);
}
