import { fireTimes } from "#simulator/scheduling/expression";
import type { Conversion } from "../eventbridge/conversion";
import { listOneTimes } from "../eventbridge/one-times.pure";

/**
 * What the simulated AWS fires of a conversion after `from`, up to and including `to`, ascending:
 * a moment that two expressions have stands twice.
 */
export function awsFires(input: {
  conversion: Extract<Conversion, { ok: true }>;
  from: number;
  to: number;
}): number[] {
  const { conversion, from, to } = input;
  const timezone = conversion.by === "rule" ? "UTC" : conversion.timezone;
  return conversion.expressions
    .flatMap((expression) => fireTimes({ expression, timezone, from: from + 1, to: to + 1 }))
    .toSorted((a, b) => a - b);
}

/** As `awsFires`, with the one-time schedules, as AWS reads their expressions. */
export function awsFiresInAll(
  input: Parameters<typeof awsFires>[0] & { cron: string; zone: string },
) {
  const { cron, zone, from, to } = input;
  const once = listOneTimes({ cron, zone, from, to }).flatMap(({ expression }) =>
    fireTimes({ expression, timezone: "UTC", from: from + 1, to: to + 1 }),
  );
  return [...awsFires(input), ...once].toSorted((a, b) => a - b);
}
