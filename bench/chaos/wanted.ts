import { MINUTE } from "#lib/clock";

/** An instant at which instances are due, said as a daily schedule in a zone. */
export interface Wave {
  at: number;
  cron: string;
  zone: string;
}

export interface Plan {
  waves: Wave[];
  /** The waves of every instance, by their numbers; some come twice, in two zones. */
  perInstance: number[][];
}

/** Offsets of whole hours, of halves, of quarters; both hemispheres. */
const ZONES = [
  "UTC",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "America/St_Johns",
];
const WAVES = 16;
const WAVE_EVERY_MS = MINUTE;
const BACKUPS_PER_INSTANCE = 2;
/** Every so many instances one follows two schedules that meet in the same instant. */
const MEETS_EVERY = 10;

/**
 * What is due when, by this file's own arithmetic: nothing of the product's is asked. Two backups
 * of every instance, five minutes apart at least.
 */
export function planWaves({ backups, from }: { backups: number; from: number }): Plan {
  const first = Math.ceil(from / MINUTE) * MINUTE;
  const instants = Array.from({ length: WAVES }, (_, index) => first + index * WAVE_EVERY_MS);
  // The second half are the same instants, said in other zones.
  const waves = [...instants, ...instants].map((at, index) => toWave(at, index));
  const count = Math.ceil(backups / BACKUPS_PER_INSTANCE);
  const perInstance = Array.from({ length: count }, (_, index) => {
    const one = index % WAVES;
    const other = (one + 5 + (index % 5)) % WAVES;
    const own = backups - index * BACKUPS_PER_INSTANCE === 1 ? [one] : [one, other];
    return index % MEETS_EVERY === 0 ? [...own, one + WAVES] : own;
  });
  return { waves, perInstance };
}

/** The wanted occurrences of one instance: an instant counts once. */
export function wantedOf(plan: Plan, index: number): number[] {
  const instants = (plan.perInstance[index] ?? []).map((wave) => plan.waves[wave]?.at ?? 0);
  return [...new Set(instants)];
}

/** As the image's tags say it. */
export function wantedKey({ instanceId, at }: { instanceId: string; at: number }): string {
  return `${instanceId} ${new Date(at).toISOString().slice(0, 19)}Z`;
}

function toWave(at: number, index: number): Wave {
  const zone = ZONES[index % ZONES.length] ?? "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { at, zone, cron: `${read("minute")} ${read("hour")} * * *` };
}
