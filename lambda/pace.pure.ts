/**
 * Milliseconds until the same request goes out again, growing and never the same for two who were
 * refused together; null for never. `isLater`: AWS asks to wait, as often as time allows; anything
 * else is tried three times. `random` is in [0, 1).
 */
export function nextPauseMs(input: {
  isLater: boolean;
  /** So far, at least one. */
  tries: number;
  /** By then it must be out. */
  leftMs: number;
  random: number;
}): number | null {
  const { isLater, tries, leftMs, random } = input;
  if (!isLater && tries >= TRIES_MAX) return null;
  const middleMs = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  const pauseMs = Math.round(middleMs * (0.5 + random));
  return pauseMs < leftMs ? pauseMs : null;
}

const TRIES_MAX = 3;
const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
