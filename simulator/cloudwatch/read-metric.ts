import { AwsError } from "../core/errors";
import type { Input } from "../wire/input";
import { STATISTICS, type MetricName, type Statistic } from "./metrics";

export const invalidValue = (message: string): AwsError =>
  new AwsError("InvalidParameterValueException", message);

export function readDimensions(params: Input): Record<string, string> {
  return Object.fromEntries(
    params.structures("Dimensions").map((one) => [one.required("Name"), one.required("Value")]),
  );
}

export function readMetric(params: Input): MetricName {
  return {
    namespace: params.required("Namespace"),
    name: params.required("MetricName"),
    dimensions: readDimensions(params),
  };
}

export function readStatistic({ params, name }: { params: Input; name: string }): Statistic {
  const value = params.required(name);
  return readChoice({ params, name, value, choices: STATISTICS });
}

/** One of the model's words. */
export function readChoice<T extends string>(of: {
  params: Input;
  name: string;
  value: string;
  choices: readonly T[];
}): T {
  const choice = of.choices.find((one) => one === of.value);
  if (choice !== undefined) return choice;
  throw of.params.invalid(of.name, `satisfy enum value set: [${of.choices.join(", ")}]`);
}

/** Seconds: 10, 20, 30 or whole minutes. */
export function readPeriod({ params, name = "Period" }: { params: Input; name?: string }): number {
  const seconds = params.requiredInteger(name);
  if (seconds > 0 && (seconds % 60 === 0 || [1, 5, 10, 20, 30].includes(seconds))) return seconds;
  throw params.invalid(name, "be 10, 20, 30 or a multiple of 60");
}

/** From `StartTime`, at a whole minute, until before `EndTime`. */
export function readSpan(params: Input): { from: number; to: number } {
  const from = params.instant("StartTime");
  const to = params.instant("EndTime");
  if (from === undefined) throw params.invalid("StartTime", "not be null");
  if (to === undefined) throw params.invalid("EndTime", "not be null");
  if (from < to) return { from: Math.floor(from / 60_000) * 60_000, to };
  throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
}
