import type { EpochMs } from "../../clock";

/** Tokens that fit, and how many come back a second when AWS is not complaining. */
export interface BucketLimit {
  capacity: number;
  refillPerSecond: number;
}

export interface BucketState {
  tokens: number;
  /** 1 is full speed; halved by a throttle answer, growing back by RECOVERY_PER_SECOND. */
  speed: number;
  updatedAt: EpochMs;
  /** When the speed was last halved, so that a burst of throttle answers counts once. */
  slowedAt: EpochMs;
}

/** From half speed back to full in 50 s. */
export const RECOVERY_PER_SECOND = 0.01;
export const SPEED_MIN = 1 / 16;
/** What sums of fractions may be off by. */
export const ROUNDING = 1e-9;
/** Calls already on their way when AWS began to throttle are one event. */
export const SLOW_AGAIN_AFTER_MS = 1_000;

/** Full only if the last call is as long ago as it takes to fill from empty. */
export function initialBucket(options: {
  limit: BucketLimit;
  lastCallAt: EpochMs | null;
  now: EpochMs;
}): BucketState {
  const { limit, lastCallAt, now } = options;
  const idleSeconds = lastCallAt === null ? Infinity : Math.max(0, now - lastCallAt) / 1_000;
  const tokens = Math.min(limit.capacity, limit.refillPerSecond * idleSeconds);
  return { tokens, speed: 1, updatedAt: now, slowedAt: 0 };
}

/** A clock that was set back gives nothing, and the bucket fills by it from then on. */
export function refillBucket(state: BucketState, limit: BucketLimit, now: EpochMs): BucketState {
  const seconds = (now - state.updatedAt) / 1_000;
  if (seconds === 0) return state;
  if (seconds < 0) return { ...state, updatedAt: now };
  const gained = limit.refillPerSecond * speedIntegral(state.speed, seconds);
  return {
    ...state,
    tokens: Math.min(limit.capacity, state.tokens + gained),
    speed: Math.min(1, state.speed + RECOVERY_PER_SECOND * seconds),
    updatedAt: now,
  };
}

/** `waitMs` is 0 when a token was taken, else how long until one is there. */
export function takeToken(
  state: BucketState,
  limit: BucketLimit,
  now: EpochMs,
): { state: BucketState; waitMs: number } {
  const filled = refillBucket(state, limit, now);
  if (filled.tokens >= 1 - ROUNDING) {
    return { state: { ...filled, tokens: Math.max(0, filled.tokens - 1) }, waitMs: 0 };
  }
  const missing = (1 - filled.tokens) / limit.refillPerSecond;
  const waitMs = Math.max(
    1,
    Math.ceil(1_000 * secondsForIntegral(filled.speed, missing) - ROUNDING),
  );
  return { state: filled, waitMs };
}

/** How many tokens can be taken from now until `withinMs` later. */
export function admittedTokens(options: {
  state: BucketState;
  limit: BucketLimit;
  now: EpochMs;
  withinMs: number;
}): number {
  const { limit, now, withinMs } = options;
  const filled = refillBucket(options.state, limit, now);
  const gained = limit.refillPerSecond * speedIntegral(filled.speed, withinMs / 1_000);
  return Math.floor(filled.tokens + gained + ROUNDING);
}

export function slowBucket(state: BucketState, limit: BucketLimit, now: EpochMs): BucketState {
  const filled = refillBucket(state, limit, now);
  const sinceMs = now - filled.slowedAt;
  if (sinceMs >= 0 && sinceMs < SLOW_AGAIN_AFTER_MS) return { ...filled, tokens: 0 };
  return { ...filled, tokens: 0, speed: Math.max(SPEED_MIN, filled.speed / 2), slowedAt: now };
}

/** The area under the speed over the next `seconds`: it rises to 1 and stays there. */
function speedIntegral(speed: number, seconds: number): number {
  const rising = Math.min(seconds, (1 - speed) / RECOVERY_PER_SECOND);
  return speed * rising + (RECOVERY_PER_SECOND * rising * rising) / 2 + (seconds - rising);
}

/** The inverse of `speedIntegral`. */
function secondsForIntegral(speed: number, area: number): number {
  const rising = (1 - speed) / RECOVERY_PER_SECOND;
  const risen = speedIntegral(speed, rising);
  if (area >= risen) return rising + (area - risen);
  return (Math.sqrt(speed * speed + 2 * RECOVERY_PER_SECOND * area) - speed) / RECOVERY_PER_SECOND;
}
