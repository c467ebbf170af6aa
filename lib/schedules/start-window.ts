import { MINUTE } from "../clock";
import { ValidationError } from "../errors";
import { startWindowMs } from "./expected-interval.pure";

/** What was asked for, or the longest the interval allows. */
export function requireStartWindowMs({
  cron,
  minutes,
}: {
  cron: string;
  minutes: number | undefined;
}): number {
  const longestMs = startWindowMs({ cron });
  if (minutes === undefined) return longestMs;
  if (minutes * MINUTE <= longestMs) return minutes * MINUTE;
  const message = `Use at most ${longestMs / MINUTE} minutes: a run must start before the next one is due, and within 4 hours.`;
  throw new ValidationError(message, { fields: { startWindowMinutes: [message] } });
}

/** Nobody starts after the start window. */
export function requireSpreadMs({
  minutes,
  windowMs,
}: {
  minutes: number;
  windowMs: number;
}): number {
  if (minutes * MINUTE <= windowMs) return minutes * MINUTE;
  const message = `Use at most ${windowMs / MINUTE} minutes, the start window.`;
  throw new ValidationError(message, { fields: { spreadMinutes: [message] } });
}
