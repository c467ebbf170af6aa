import { performance } from "node:perf_hooks";
import * as fc from "fast-check";
import { checkAwsCron } from "#lib/eventbridge/check-aws-cron.pure";
import type { Conversion } from "#lib/eventbridge/conversion";
import { convertSchedule } from "#lib/eventbridge/convert-schedule.pure";
import { dueBetween } from "#lib/schedules/next-runs.pure";
import { parseSpec, type Schedule } from "#lib/schedules/schedule-spec.pure";
import { arbitraryCron, arbitraryZone } from "#lib/testing/arbitrary-schedule";
import { awsFiresInAll } from "#lib/testing/aws-fires";
import { stretchesOf } from "#simulator/scheduling/zone";
import { say } from "../report";

export interface ConversionFigures extends Record<string, number> {
  /** Schedules in a zone that AWS can be told, each compared. */
  conversionCases: number;
  conversionMismatches: number;
  /** Schedules beside them that AWS cannot be told: the person reads why. */
  conversionsRefused: number;
  /** Moments compared. */
  conversionMoments: number;
}

const DAY = 86_400_000;
const WORLDS_PER_BLOCK = 50;

const world = fc.record({
  zone: arbitraryZone(),
  year: fc.integer({ min: 1975, max: 2099 }),
  crons: fc.array(arbitraryCron(), { minLength: 40, maxLength: 40 }),
  start: fc.double({ min: 0, max: 1, noNaN: true }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/**
 * Random schedules × zones: what the simulated AWS fires of their conversion, one-time schedules
 * included, against their due moments: 2 days round every change of a random year's clocks, and 12
 * days somewhere in it. The simulator reads expressions and zones by itself.
 */
export function compareConversions(input: { cases: number; seed: number }): ConversionFigures {
  const from = performance.now();
  const sum = {
    conversionCases: 0,
    conversionMismatches: 0,
    conversionsRefused: 0,
    conversionMoments: 0,
  };
  for (let block = 0; sum.conversionCases < input.cases; block += 1) {
    const drawn = fc.sample(world, { seed: input.seed + block, numRuns: WORLDS_PER_BLOCK });
    for (const each of drawn) compareWorld(each, sum);
    if (block % 10 !== 9) continue;
    const seconds = Math.round((performance.now() - from) / 1_000);
    say(`${sum.conversionCases} conversions, ${sum.conversionMismatches} mismatches, ${seconds} s`);
  }
  return sum;
}

function compareWorld({ zone, year, crons, start }: World, sum: ConversionFigures): void {
  const yearFrom = Date.UTC(year, 0, 1);
  const middle = yearFrom + Math.floor(start * 365) * DAY;
  const spans = [{ from: middle, to: middle + 12 * DAY }];
  for (const { from } of stretchesOf({ zone, year })) {
    if (from > yearFrom) spans.push({ from: from - 2 * DAY, to: from + 2 * DAY });
  }
  for (const text of crons) {
    const schedule = accept({ cron: text, zone });
    if (schedule === null) continue;
    const conversion = convertSchedule({ ...schedule, spreadMs: 0, rulesAllowed: true });
    if (!conversion.ok) {
      sum.conversionsRefused += 1;
      continue;
    }
    sum.conversionCases += 1;
    const wrong = findMismatch({ schedule, conversion, spans, sum });
    if (wrong === null) continue;
    sum.conversionMismatches += 1;
    if (sum.conversionMismatches <= 20) say(`MISMATCH ${schedule.cron} ${zone} ${year}: ${wrong}`);
  }
}

function findMismatch(input: {
  schedule: Schedule;
  conversion: Extract<Conversion, { ok: true }>;
  spans: ReadonlyArray<{ from: number; to: number }>;
  sum: ConversionFigures;
}): string | null {
  const { schedule, conversion } = input;
  for (const expression of conversion.expressions) {
    const refusal = checkAwsCron(expression);
    if (refusal !== null) return `${expression}: ${refusal}`;
  }
  for (const span of input.spans) {
    const due = dueBetween({ schedule, ...span, limit: Infinity });
    const fired = [...new Set(awsFiresInAll({ conversion, ...schedule, ...span }))];
    input.sum.conversionMoments += due.length;
    const odd = due.find((at, index) => at !== fired[index]) ?? fired[due.length];
    if (odd !== undefined) {
      return `${conversion.expressions.join(" ")} at ${new Date(odd).toISOString()}`;
    }
  }
  return null;
}

function accept({ cron, zone }: Schedule): Schedule | null {
  const result = parseSpec(cron);
  return result.ok ? { cron: result.value.text, zone } : null;
}
