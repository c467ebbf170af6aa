import { oracleDue } from "./wall-clock-oracle";

/** Again and again by `cron`, else once at `startsAt`. */
export interface OracleWindow {
  name: string;
  cron: string | null;
  startsAt: number;
  zone: string;
  minutes: number;
}

interface Stretch {
  name: string;
  from: number;
  to: number;
}

/** The window that covers the instant and began first; written from the rule, not from the product. */
export function oracleCovering(
  windows: readonly OracleWindow[],
  at: number,
): { name: string; startsAt: number } | null {
  const covering = windows
    .flatMap((window) => walk(window, { fromMs: at - window.minutes * MINUTE - 1, toMs: at }))
    .filter(({ from, to }) => from <= at && at < to)
    .toSorted((a, b) => a.from - b.from || (a.name < b.name ? -1 : 1));
  const [first] = covering;
  return first ? { name: first.name, startsAt: first.from } : null;
}

/** Of a moment outside all windows: how long it may start, walked minute by minute. */
export function oracleStart(
  windows: readonly OracleWindow[],
  { dueAt, windowsMs }: { dueAt: number; windowsMs: readonly number[] },
): { startWindowEndsAt: number; startWindowCutBy: string | null } {
  const longest = Math.max(...windowsMs);
  const begins = windows
    .flatMap((window) => walk(window, { fromMs: dueAt, toMs: dueAt + longest }))
    .filter(({ from }) => from > dueAt && from < dueAt + longest)
    .toSorted((a, b) => a.from - b.from || (a.name < b.name ? -1 : 1));
  const [cut] = begins;
  if (!cut) return { startWindowEndsAt: dueAt + longest, startWindowCutBy: null };
  const uncut = windowsMs.includes(cut.from - dueAt);
  return { startWindowEndsAt: cut.from, startWindowCutBy: uncut ? null : cut.name };
}

/** Every stretch of the window that begins in a span. */
function walk(window: OracleWindow, span: { fromMs: number; toMs: number }): Stretch[] {
  const { name, cron, zone, startsAt, minutes } = window;
  const begins = cron === null ? [startsAt] : oracleDue({ cron, zone, ...span });
  return begins.map((from) => ({ name, from, to: from + minutes * MINUTE }));
}

const MINUTE = 60_000;
