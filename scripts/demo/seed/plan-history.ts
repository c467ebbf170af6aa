import { createHash } from "node:crypto";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/clock";

export interface PlannedRun {
  dueAt: number;
  outcome: "available" | "failed" | "missed";
  /** From the due moment to CreateImage. */
  startDelayMs: number;
  /** From CreateImage to `available`. */
  durationMs: number;
}

export interface PlanInput {
  instanceId: string;
  /** Past due moments, oldest first. */
  dueMoments: readonly number[];
  volumeGiB: number;
  /** How many of the last runs AWS refused. */
  refusedLast: number;
  now: number;
}

const MACHINE_OFF_DAYS_AGO = 11;
const MACHINE_OFF_MS = 20 * HOUR;
const REFUSED_SHARE = 0.012;
const GIB_PER_MINUTE = 12;

/** What became of each due moment: mostly good, a day with the machine off, now and then a refusal. */
export function planHistory(input: PlanInput): PlannedRun[] {
  const refusedFrom = input.dueMoments.length - input.refusedLast;
  return input.dueMoments.map((dueAt, index) => {
    const chance = fraction(`${input.instanceId}-${dueAt}`);
    return {
      dueAt,
      outcome: outcomeOf({ dueAt, now: input.now, refused: index >= refusedFrom, chance }),
      startDelayMs: Math.round(SECOND * (0.2 + 3 * chance)),
      durationMs: durationOf(input.volumeGiB, chance),
    };
  });
}

/** The same number from 0 to 1 for the same text. */
export function fraction(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function outcomeOf(run: {
  dueAt: number;
  now: number;
  refused: boolean;
  chance: number;
}): PlannedRun["outcome"] {
  if (run.refused || run.chance < REFUSED_SHARE) return "failed";
  const offFrom = run.now - MACHINE_OFF_DAYS_AGO * DAY;
  const off = run.dueAt >= offFrom && run.dueAt < offFrom + MACHINE_OFF_MS;
  return off ? "missed" : "available";
}

function durationOf(volumeGiB: number, chance: number): number {
  return Math.round(2 * MINUTE + (volumeGiB / GIB_PER_MINUTE) * MINUTE * (0.6 + 0.8 * chance));
}
