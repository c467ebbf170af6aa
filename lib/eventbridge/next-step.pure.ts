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
  const isMissing = indexOf(rows.filter(isNotYetThere));
  const made = firstKind(KIND_ORDER, rows, (row) => row.wanted && mayBeMade(isMissing, row), now);
  if (made.length > 0) return { type: "work", rows: made };
  const isThere = indexOf(rows);
  const backwards = KIND_ORDER.toReversed();
  const removed = firstKind(
    backwards,
    rows,
    (row) => !row.wanted && mayBeRemoved(isThere, row),
    now,
  );
  if (removed.length > 0) return { type: "work", rows: removed };
  const waitMs = rows
    .filter((row) => isOpen(row) && (row.notBeforeAt ?? 0) > now)
    .reduce((least, { notBeforeAt }) => Math.min(least, (notBeforeAt ?? now) - now), Infinity);
  return waitMs === Infinity ? { type: "rest" } : { type: "wait", waitMs };
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

/** Keeps what needs it from being made. */
function isNotYetThere(row: StepRow): boolean {
  return row.wanted && !stands(row) && isEssential(row.kind);
}

/** What needs it may go on: also on what AWS has of before, when a change of it was refused. */
function stands({ state, confirmedHash }: StepRow): boolean {
  return state === "ready" || (state === "failed" && confirmedHash !== null);
}

/** Whether there is one of a kind that concerns an instance; null asks for any. */
type Index = (kind: EventbridgeKind, instanceRef: string | null) => boolean;

/** One instance's tag is nothing to another's rules. */
function indexOf(rows: readonly StepRow[]): Index {
  const found = new Map<EventbridgeKind, Set<string | null>>();
  for (const { kind, instanceRef } of rows) {
    const refs = found.get(kind) ?? new Set();
    found.set(kind, refs.add(instanceRef));
  }
  return (kind, instanceRef) => {
    const refs = found.get(kind);
    return refs !== undefined && (instanceRef === null || refs.has(null) || refs.has(instanceRef));
  };
}

function mayBeMade(isMissing: Index, { kind, instanceRef }: StepRow): boolean {
  return !KIND_ORDER.some((other) => needs(kind, other) && isMissing(other, instanceRef));
}

function mayBeRemoved(isThere: Index, { kind, instanceRef }: StepRow): boolean {
  return !KIND_ORDER.some((other) => needs(other, kind) && isThere(other, instanceRef));
}
