import * as fc from "fast-check";
import { findExclusion } from "#lib/schedules/exclusion.pure";
import { dueBetween } from "#lib/schedules/next-runs.pure";
import { parseSchedule, type Schedule } from "#lib/schedules/schedule-spec.pure";
import { timeStart } from "#lib/schedules/start-timing.pure";
import { arbitraryCron, arbitraryZone } from "#lib/testing/arbitrary-schedule";
import { createOracle } from "#lib/testing/wall-clock-oracle";

export interface ScheduleBlock {
  seed: number;
  cases: number;
}

export interface ScheduleBlockResult {
  cases: number;
  moments: number;
  excluded: number;
  changes: number;
  mismatches: string[];
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const SPANS = 20;
const START_WINDOW_MS = 240 * MINUTE;
/** An oracle looks at a year of its zone's clock: so many schedules share it. */
const CASES_PER_WORLD = 4;

const world = fc.record({
  zone: arbitraryZone(),
  year: fc.integer({ min: 1970, max: 2099 }),
  // More than are needed: some come too close together or never, which the parser refuses.
  crons: fc.array(arbitraryCron(), { minLength: 60, maxLength: 60 }),
  exclusion: arbitraryCron(),
  exclusionMinutes: fc.integer({ min: 1, max: 1_440 }),
  once: fc.boolean(),
  starts: fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
    minLength: SPANS * CASES_PER_WORLD,
    maxLength: SPANS * CASES_PER_WORLD,
  }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** What the product says of so many random schedules, compared with what the wall clock shows. */
export function checkBlock({ seed, cases }: ScheduleBlock): ScheduleBlockResult {
  const result = { cases: 0, moments: 0, excluded: 0, changes: 0, mismatches: [] };
  const worlds = Math.ceil(cases / CASES_PER_WORLD) * 2;
  for (const drawn of fc.sample(world, { seed, numRuns: worlds })) {
    if (result.cases >= cases) break;
    checkWorld(drawn, cases - result.cases, result);
  }
  return result;
}

function checkWorld(drawn: World, casesMax: number, result: ScheduleBlockResult): void {
  const { zone, year } = drawn;
  const yearFrom = Date.UTC(year, 0, 1);
  const yearTo = Date.UTC(year + 1, 0, 1);
  const known = { zone, fromMs: yearFrom - 8 * DAY, toMs: yearTo + 8 * DAY };
  const oracle = createOracle(known);
  const changes = oracle.changes.filter((at) => at >= yearFrom && at < yearTo);
  const schedules: Schedule[] = [];
  for (const cron of drawn.crons) {
    if (schedules.length >= Math.min(CASES_PER_WORLD, casesMax)) break;
    const schedule = accept({ cron, zone });
    if (schedule !== null) schedules.push(schedule);
  }
  const exclusion = drawn.once ? null : accept({ cron: drawn.exclusion, zone });
  for (const [index, schedule] of schedules.entries()) {
    const starts = drawn.starts.slice(index * SPANS, (index + 1) * SPANS);
    const spans = starts.map((share) => {
      const from = Math.floor(yearFrom + share * (yearTo - yearFrom));
      return [from, from + 2 * DAY] as const;
    });
    for (const at of changes) spans.push([at - 3 * DAY, at + 3 * DAY]);
    const durationMs = drawn.exclusionMinutes * MINUTE;
    for (const span of spans) {
      checkSpan({ oracle, schedule, span, exclusion, durationMs }, result);
    }
    result.cases += 1;
    result.changes += changes.length;
  }
}

interface SpanCheck {
  /** When an exclusion window begins again and again; null for once, in the middle of the span. */
  exclusion: Schedule | null;
  durationMs: number;
  oracle: ReturnType<typeof createOracle>;
  schedule: Schedule;
  span: readonly [from: number, to: number];
}

function checkSpan(check: SpanCheck, result: ScheduleBlockResult): void {
  const { oracle, schedule, span, durationMs } = check;
  const [from, to] = span;
  const expected = oracle.due({ cron: schedule.cron, fromMs: from, toMs: to });
  const found = dueBetween({ schedule, from, to, limit: 10_000 });
  result.moments += expected.length;
  const where = `${schedule.cron} ${schedule.zone} from ${new Date(from).toISOString()}`;
  if (found.join() !== expected.join()) result.mismatches.push(`due: ${where}`);
  const window = toWindow(check);
  const begins =
    window.cron === null
      ? [window.startsAt]
      : oracle.due({ cron: window.cron, fromMs: from - durationMs, toMs: to + START_WINDOW_MS });
  for (const dueAt of expected) {
    const covering = begins.find((at) => at <= dueAt && dueAt < at + durationMs) ?? null;
    const cut = begins.find((at) => at > dueAt && at < dueAt + START_WINDOW_MS);
    if (covering !== null) result.excluded += 1;
    const told = findExclusion({ windows: [window], at: dueAt })?.startsAt ?? null;
    const { startWindowEndsAt } = timeStart({
      dueAt,
      instanceKey: "",
      askers: [{ scheduleId: "", startWindowMs: START_WINDOW_MS, spreadMs: 0 }],
      windows: [window],
    });
    const endsAt = (covering === null ? cut : undefined) ?? dueAt + START_WINDOW_MS;
    if (told === covering && startWindowEndsAt === endsAt) continue;
    result.mismatches.push(`exclusion ${window.cron} for ${durationMs} ms at ${dueAt}: ${where}`);
  }
}

function toWindow({ exclusion, schedule, durationMs, span: [from] }: SpanCheck) {
  const shared = { name: "x", scheduleId: null, zone: schedule.zone, durationMs };
  return exclusion === null
    ? { ...shared, cron: null, startsAt: from + DAY }
    : { ...shared, cron: exclusion.cron, startsAt: null };
}

/** In its canonical form; null for one that the parser refuses. */
function accept({ cron, zone }: Schedule): Schedule | null {
  const result = parseSchedule({ spec: cron, zone });
  return result.ok ? { cron: result.value.cron, zone: result.value.zone } : null;
}
