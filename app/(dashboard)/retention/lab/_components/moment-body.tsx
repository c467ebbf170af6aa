"use client";

import { useMemo, useState } from "react";
import { toDayText } from "../../../../_components/day-text.pure";
import { Field } from "../../../../_components/field";
import { RetentionTimeline } from "../../../../_components/retention-timeline/retention-timeline";
import { pairVerdicts, verdictsAt, type Verdict } from "./lab-side.pure";
import { toLabMarks } from "./to-lab-marks.pure";
import type { Sides } from "./use-sides";
import { VerdictTable } from "./verdict-table";

const DAY_MS = 24 * 3_600_000;
const JUMPS = [
  [0, "Now"],
  [30, "1 month"],
  [365, "1 year"],
  [3 * 365, "3 years"],
  [5 * 365, "5 years"],
  [3_650, "10 years"],
] as const;

export interface MomentProps {
  sides: Sides;
  moment: number;
  now: number;
  until: number;
  onMoment: (at: number) => void;
}

/** What each of the two keeps at a moment that is picked, why, and until when. */
export function MomentBody(props: MomentProps) {
  const { sides, moment, now, until, onMoment } = props;
  const a = useMemo(() => verdictsAt(sides.a, moment), [sides, moment]);
  const b = useMemo(() => verdictsAt(sides.b, moment), [sides, moment]);
  const pairs = useMemo(() => pairVerdicts(a, b), [a, b]);
  const marks = useMemo(() => ({ A: toLabMarks(pairs, "A"), B: toLabMarks(pairs, "B") }), [pairs]);
  const axis = useMemo(() => axisOf([...a, ...b], moment), [a, b, moment]);
  const isNow = moment <= now;
  const word = isNow ? "now" : toDayText(moment);
  return (
    <div className="stack">
      <MomentPicker moment={moment} now={now} until={until} onMoment={onMoment} />
      {(["A", "B"] as const).map((side) => {
        const verdicts = side === "A" ? a : b;
        return (
          <div key={side} className="stack-tight">
            <h3>
              Policy {side} <span className="muted">{countWords(verdicts)}</span>
            </h3>
            <RetentionTimeline
              label={`What policy ${side} keeps, ${word}`}
              marks={marks[side]}
              now={moment}
              from={axis.from}
              to={axis.to}
              nowWord={isNow ? "now" : "then"}
            />
          </div>
        );
      })}
      <VerdictTable pairs={pairs} now={moment} isNow={isNow} />
    </div>
  );
}

function MomentPicker(props: {
  moment: number;
  now: number;
  until: number;
  onMoment: (at: number) => void;
}) {
  const { moment, now, until, onMoment } = props;
  const [dragged, setDragged] = useState<number | null>(null);
  const days = Math.round((until - now) / DAY_MS);
  const day = dragged ?? Math.round((moment - now) / DAY_MS);
  const go = (to: number) => onMoment(Math.min(until, now + to * DAY_MS));
  return (
    <div className="lab-moment">
      <Field label="The moment">
        {({ ref: _ref, ...control }) => (
          <input
            {...control}
            type="range"
            className="form-range"
            min={0}
            max={days}
            value={day}
            aria-valuetext={day === 0 ? "now" : toDayText(now + day * DAY_MS)}
            onChange={(event) => {
              const to = Number(event.target.value);
              setDragged(to);
              go(to);
            }}
            onPointerUp={() => setDragged(null)}
            onBlur={() => setDragged(null)}
          />
        )}
      </Field>
      <div className="lab-jumps" role="group" aria-label="Jump to">
        {JUMPS.filter(([to]) => to <= days).map(([to, label]) => (
          <button
            key={to}
            type="button"
            className="btn btn-plain btn-sm"
            aria-pressed={Math.abs(day - to) < 1}
            onClick={() => {
              setDragged(null);
              go(to);
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

function countWords(verdicts: readonly Verdict[]): string {
  const stays = verdicts.filter((verdict) => verdict.stays).length;
  const goes = verdicts.length - stays;
  return goes === 0 ? `keeps ${stays}` : `keeps ${stays}, ${goes} would go`;
}

/** One for both, so that the same instant stands at the same place. */
function axisOf(verdicts: readonly Verdict[], moment: number): { from: number; to: number } {
  let from = moment;
  let to = moment;
  for (const { at, goesAt } of verdicts) {
    if (at !== null) from = Math.min(from, at);
    if (goesAt !== null) to = Math.max(to, goesAt);
  }
  return { from, to };
}
