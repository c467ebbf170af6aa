import type { EventbridgeKind, EventbridgeState } from "../db/schema/constants";
import { isEssential, KIND_ORDER, needs } from "./kind-rules.pure";

/** As much of an object's row as decides whose turn it is. */
export interface StepRow {
  kind: EventbridgeKind;
  instanceRef: string | null;
  wanted: boolean;
  state: EventbridgeState;
  confirmedHash: string | null;
  overruledAt: number | null;
  notBeforeAt: number | null;
}

export type NextStep<Row> =
  /** Of one kind; in any order. */
  | { type: "work"; rows: Row[] }
  | { type: "wait"; waitMs: number }
  /** Nothing to do by itself. */
  | { type: "rest" };

const ROWS_PER_STEP = 40;

/**
 * What is next: objects are made in the order of their kinds, each once what it needs stands, and
 * removed in the opposite order, each once nothing needs it any more. What is made comes before what is
 * removed, so that no moment is without either.
 */
export function nextStep<Row extends StepRow>(rows: readonly Row[], now: number): NextStep<Row> {
  const made = firstKind(KIND_ORDER, rows, (row) => row.wanted && mayBeMade(rows, row), now);
  if (made.length > 0) return { type: "work", rows: made };
  const removed = firstKind(
    KIND_ORDER.toReversed(),
    rows,
    (row) => !row.wanted && mayBeRemoved(rows, row),
    now,
  );
  if (removed.length > 0) return { type: "work", rows: removed };
  const waits = rows
    .filter((row) => isOpen(row) && (row.notBeforeAt ?? 0) > now)
    .map(({ notBeforeAt }) => (notBeforeAt ?? now) - now);
  return waits.length === 0 ? { type: "rest" } : { type: "wait", waitMs: Math.min(...waits) };
}

function firstKind<Row extends StepRow>(
  order: readonly EventbridgeKind[],
  rows: readonly Row[],
  may: (row: Row) => boolean,
  now: number,
): Row[] {
  for (const kind of order) {
    const due: Row[] = [];
    for (const row of rows) {
      if (row.kind !== kind || !isOpen(row) || (row.notBeforeAt ?? 0) > now || !may(row)) continue;
      due.push(row);
      if (due.length === ROWS_PER_STEP) break;
    }
    if (due.length > 0) return due;
  }
  return [];
}

/** Somebody is to do something about it, and it is not a person. */
function isOpen({ state, overruledAt }: StepRow): boolean {
  if (state === "changed" || state === "missing") return overruledAt !== null;
  return state !== "ready";
}

function mayBeMade(rows: readonly StepRow[], row: StepRow): boolean {
  return rows.every(
    (other) =>
      !other.wanted ||
      stands(other) ||
      !isEssential(other.kind) ||
      !needs(row.kind, other.kind) ||
      !concern(row, other),
  );
}

/** What needs it may go on: also on what AWS has of before, when a change of it was refused. */
function stands({ state, confirmedHash }: StepRow): boolean {
  return state === "ready" || (state === "failed" && confirmedHash !== null);
}

function mayBeRemoved(rows: readonly StepRow[], row: StepRow): boolean {
  return !rows.some((other) => needs(other.kind, row.kind) && concern(row, other));
}

/** One instance's tag is nothing to another's rules. */
function concern(row: StepRow, other: StepRow): boolean {
  const isOfBoth = row.instanceRef === null || other.instanceRef === null;
  return isOfBoth || row.instanceRef === other.instanceRef;
}
