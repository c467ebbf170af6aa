/** Every instant in the product is epoch milliseconds, UTC. */
export type EpochMs = number;

export interface Clock {
  now(): EpochMs;
}

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Goes on evenly while somebody sets the machine's clock: it tells how much time has passed, and no
 * instant.
 */
export const steadyClock: Clock = { now: () => performance.now() };

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
