import { AwsError } from "../core/errors";
import { readCron, type Cron } from "./cron";
import { isZone, stretchesOf, type Stretch } from "./zone";

/** One of AWS's schedule expressions, read. */
export type Expression =
  | { kind: "cron"; cron: Cron }
  | { kind: "rate"; everyMs: number }
  /** Wall-clock time as if it were UTC, epoch milliseconds. */
  | { kind: "at"; wallMs: number };

export interface FireQuery {
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  expression: string;
  /** IANA; UTC when left out, as for rules. */
  timezone?: string | undefined;
  /** Epoch milliseconds: `from` ≤ a fire time < `to`. */
  from: number;
  to: number;
  /** From where a rate counts; `from` when left out. */
  startAt?: number | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const UNIT_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: DAY_MS } as const;

/** Every instant at which AWS fires, ascending. Throws ValidationException as AWS does. */
export function fireTimes(query: FireQuery): number[] {
  return [...eachFire({ ...query, expression: readExpression(query.expression) })];
}

/** The first instant at or after `from`, if there is one within so many years. */
export function firstFire(
  query: Omit<FireQuery, "expression" | "to"> & { expression: Expression; years?: number },
): number | undefined {
  const to = query.from + (query.years ?? 30) * 366 * DAY_MS;
  for (const at of eachFire({ ...query, to })) return at;
  return undefined;
}

const read = new Map<string, Expression>();
const READ_MAX = 10_000;

/** Throws ValidationException for what is not of AWS's grammar. */
export function readExpression(text: string): Expression {
  const known = read.get(text);
  if (known !== undefined) return known;
  const expression = parse(text);
  if (expression === undefined) {
    throw new AwsError("ValidationException", "Parameter ScheduleExpression is not valid.");
  }
  if (read.size >= READ_MAX) read.clear();
  read.set(text, expression);
  return expression;
}

function parse(text: string): Expression | undefined {
  const [, kind, inner = ""] = /^(cron|rate|at)\((.*)\)$/s.exec(text) ?? [];
  if (kind === "cron") {
    const cron = readCron(inner);
    return cron && { kind, cron };
  }
  if (kind === "rate") {
    const everyMs = readRate(inner);
    return everyMs === undefined ? undefined : { kind, everyMs };
  }
  if (kind === "at") {
    const wallMs = readWall(inner);
    return wallMs === undefined ? undefined : { kind, wallMs };
  }
  return undefined;
}

/** `1 hour` singular, `2 hours` plural. */
function readRate(text: string): number | undefined {
  const [, digits, unit, plural] = /^(\d{1,8}) (minute|hour|day)(s?)$/.exec(text.trim()) ?? [];
  const value = Number(digits);
  if (unit === undefined || value < 1 || (value === 1) === (plural === "s")) return undefined;
  return value * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function readWall(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return undefined;
  const wallMs = Date.parse(`${text}Z`);
  // Date.parse takes a 30th of February for the 1st or 2nd of March.
  const isReal = !Number.isNaN(wallMs) && new Date(wallMs).toISOString().startsWith(text);
  return isReal ? wallMs : undefined;
}

type EachQuery = Omit<FireQuery, "expression"> & { expression: Expression };

export function* eachFire(query: EachQuery): Generator<number> {
  const { expression, from, to, startAt = from, timezone: zone = "UTC" } = query;
  if (expression.kind === "rate") {
    const { everyMs } = expression;
    const passed = Math.max(0, Math.ceil((from - startAt) / everyMs));
    for (let at = startAt + passed * everyMs; at < to; at += everyMs) yield at;
    return;
  }
  if (!isZone(zone)) {
    throw new AwsError("ValidationException", `Invalid time zone: ${zone}`);
  }
  for (const { stretch, notBefore } of localStretches({ zone, from, to })) {
    const first = Math.max(notBefore, Math.max(stretch.from, from) + stretch.offsetMs);
    const last = Math.min(stretch.to, to) + stretch.offsetMs;
    const walls =
      expression.kind === "at" ? [expression.wallMs] : eachWall({ ...expression, first, last });
    for (const wall of walls) if (wall >= first && wall < last) yield wall - stretch.offsetMs;
  }
}

/**
 * Local time, stretch by stretch. What a stretch repeats of the one before it ran then already; a
 * time that the clocks skip is in none.
 */
function* localStretches(of: {
  zone: string;
  from: number;
  to: number;
}): Generator<{ stretch: Stretch; notBefore: number }> {
  let notBefore = -Infinity;
  const first = new Date(of.from - 2 * DAY_MS).getUTCFullYear();
  const last = new Date(of.to - 1).getUTCFullYear();
  for (let year = first; year <= last; year += 1) {
    for (const stretch of stretchesOf({ zone: of.zone, year })) {
      if (stretch.to > of.from && stretch.from < of.to) yield { stretch, notBefore };
      notBefore = Math.max(notBefore, stretch.to + stretch.offsetMs);
    }
  }
}

/** Wall-clock times that match, first ≤ wall < last. */
function* eachWall(of: { cron: Cron; first: number; last: number }): Generator<number> {
  const { cron } = of;
  const first = Math.max(of.first, Date.UTC(cron.firstYear, 0, 1));
  const last = Math.min(of.last, Date.UTC(cron.lastYear + 1, 0, 1));
  for (let day = Math.floor(first / DAY_MS) * DAY_MS; day < last; day += DAY_MS) {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
    if (!cron.matchesDay({ year, month, day: date.getUTCDate() })) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const wall = day + hour * 60 * MINUTE_MS + minute * MINUTE_MS;
        if (wall >= first && wall < last) yield wall;
      }
    }
  }
}
