import { findExclusion } from "#lib/schedules/exclusion.pure";
import type { Firing } from "./contract/firing";

export interface Refusal {
  code: "TooLate" | "TooEarly" | "Excluded";
  message: string;
}

/** The moment that a firing is for: AWS's, to the minute. */
export function dueMoment({ scheduledTime }: Firing): number {
  return Math.floor(Date.parse(scheduledTime) / MINUTE_MS) * MINUTE_MS;
}

/** Why nothing is made, in words; null to go on. */
export function refuseFiring(
  firing: Firing,
  { dueAt, now }: { dueAt: number; now: number },
): Refusal | null {
  if (now > dueAt + firing.startWindowMs) {
    const minutes = Math.floor((now - dueAt) / MINUTE_MS);
    const message = `AWS invoked the function ${minutes} minutes after the due moment, when the start window was over.`;
    return { code: "TooLate", message };
  }
  // An image made ahead of its moment would pass for that moment's backup.
  if (dueAt > now + AHEAD_MS_MAX) {
    return { code: "TooEarly", message: "AWS invoked the function before the due moment." };
  }
  const windows = firing.exclusions.map((window) => ({ ...window, scheduleId: null }));
  const exclusion = findExclusion({ windows, at: dueAt });
  if (exclusion === null) return null;
  const message = `The due moment lies in the exclusion window ${exclusion.name}.`;
  return { code: "Excluded", message };
}

const MINUTE_MS = 60_000;
const AHEAD_MS_MAX = 5 * MINUTE_MS;
