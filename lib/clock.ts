/** Every instant in the product is epoch milliseconds, UTC. */
export type EpochMs = number;

export interface Clock {
  now(): EpochMs;
}

export const systemClock: Clock = { now: () => Date.now() };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export function toIso(instant: EpochMs): string {
  return new Date(instant).toISOString();
}

export function toIsoOrNull(instant: EpochMs | null | undefined): string | null {
  return instant === null || instant === undefined ? null : toIso(instant);
}
