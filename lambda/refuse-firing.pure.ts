import { timeStart, type StartTiming } from "#lib/schedules/start-timing.pure";
import type { Firing } from "./contract/firing";

export interface Refusal {
  code: "TooLate" | "TooEarly" | "Excluded";
  message: string;
}

/** The moment that a firing is for: AWS's, to the minute. */
export function dueMoment({ scheduledTime }: Firing): number {
  return Math.floor(Date.parse(scheduledTime) / MINUTE_MS) * MINUTE_MS;
}

/** When it may start, by the code that the ledger goes by; AWS's own spread is in when it comes. */
export function timeFiring(firing: Firing, dueAt: number): StartTiming {
  const { startWindowMs, exclusions } = firing;
  const askers = [{ scheduleId: "", startWindowMs, spreadMs: 0 }];
  const windows = exclusions.map((window) => ({ ...window, scheduleId: null }));
  return timeStart({ dueAt, instanceKey: "", askers, windows });
}

/** Why nothing is made, in words; null to go on. */
export function refuseFiring(
  { excludedBy, startWindowCutBy, startWindowEndsAt }: StartTiming,
  { dueAt, now }: { dueAt: number; now: number },
): Refusal | null {
  // An image made ahead of its moment would pass for that moment's backup.
  if (dueAt > now + AHEAD_MS_MAX) {
    return { code: "TooEarly", message: "AWS invoked the function before the due moment." };
  }
  if (excludedBy !== null) {
    const message = `The due moment lies in the exclusion window ${excludedBy}.`;
    return { code: "Excluded", message };
  }
  if (now < startWindowEndsAt) return null;
  const minutes = Math.floor((now - dueAt) / MINUTE_MS);
  const late = `${minutes} minutes after the due moment`;
  if (startWindowCutBy !== null) {
    const message = `The exclusion window ${startWindowCutBy} had begun ${late}.`;
    return { code: "Excluded", message };
  }
  const message = `AWS invoked the function ${late}, when the start window was over.`;
  return { code: "TooLate", message };
}

const MINUTE_MS = 60_000;
const AHEAD_MS_MAX = 5 * MINUTE_MS;
