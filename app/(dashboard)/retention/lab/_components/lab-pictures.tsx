"use client";

import { memo, useDeferredValue, useMemo } from "react";
import type { RetentionHistoryDto } from "#lib/retention/compare-dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { ComparePanel } from "./compare-panel";
import { FiguresTable } from "./figures-table";
import type { LabAddress } from "./lab-address.pure";
import { figuresOf } from "./lab-figures.pure";
import { verdictsAt } from "./lab-side.pure";
import { MomentPanel } from "./moment-panel";
import { useSides, type Sides } from "./use-sides";

const DAY_MS = 24 * 3_600_000;

/** Both policies' figures, curves and time lines of the instance that is chosen. */
export function LabPictures(props: {
  history: RetentionHistoryDto | null;
  isLoading: boolean;
  a: RetentionRules | null;
  b: RetentionRules | null;
  address: LabAddress;
  price: number;
  now: number;
  /** The same at each render. */
  onChange: (changes: Partial<LabAddress>) => void;
}) {
  const { history, address, price, now, onChange } = props;
  const until = now + address.years * 365.25 * DAY_MS;
  const sides = useSides({ history, a: props.a, b: props.b, now, until });
  const moment = useDeferredValue(momentOf(address.day, { now, until }));
  if (history === null || sides === null) {
    return props.isLoading || history !== null ? <PicturesSkeleton /> : null;
  }
  return (
    <Pictures
      sides={sides}
      history={history}
      years={address.years}
      moment={moment}
      price={price}
      now={now}
      until={until}
      onChange={onChange}
    />
  );
}

/** Drawn again only when there is something else to draw: a letter that is typed waits for none of it. */
const Pictures = memo(function Pictures(props: {
  sides: Sides;
  history: RetentionHistoryDto;
  years: number;
  moment: number;
  price: number;
  now: number;
  until: number;
  onChange: (changes: Partial<LabAddress>) => void;
}) {
  const { sides, history, moment, price, now, until, onChange } = props;
  const nowA = useMemo(() => verdictsAt(sides.a, now), [sides, now]);
  const nowB = useMemo(() => verdictsAt(sides.b, now), [sides, now]);
  const figures = useMemo(
    () => ({ a: figuresOf(sides.a, nowA), b: figuresOf(sides.b, nowB) }),
    [sides, nowA, nowB],
  );
  const onMoment = (at: number) =>
    onChange({ day: at <= now + DAY_MS / 2 ? null : new Date(at).toISOString().slice(0, 10) });
  return (
    <>
      <FiguresTable
        figures={figures}
        nowA={nowA}
        nowB={nowB}
        isSame={sides.a === sides.b}
        isFrozen={history.facts.newestEndedBad && !history.facts.paused}
        years={props.years}
        price={price}
        unknownSizes={history.backups.filter(({ sizeBytes }) => sizeBytes === null).length}
        runBytes={sides.a.world.runBytes}
      />
      <ComparePanel sides={sides} moment={moment} price={price} onPick={onMoment} />
      <MomentPanel sides={sides} moment={moment} now={now} until={until} onMoment={onMoment} />
    </>
  );
});

function momentOf(day: string | null, { now, until }: { now: number; until: number }): number {
  if (day === null) return now;
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(at) ? now : Math.min(until, Math.max(now, at));
}

function PicturesSkeleton() {
  return (
    <div role="status" aria-label="Computing" className="panel lab-skeleton">
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="skeleton" />
    </div>
  );
}
