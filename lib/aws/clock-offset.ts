import type { Clock, EpochMs } from "../clock";

/** The SDK corrects its own offset without a word: this is how anyone else learns of it. */
export interface ClockOffset {
  learn(awsDate: EpochMs): void;
  /** AWS's clock minus ours; null before the first answer. */
  current(): number | null;
  /** What new clients start with: zero while AWS would believe us anyway. */
  toApply(): number;
  /** AWS's time, as far as it was told. */
  awsNow(): EpochMs;
}

const APPLY_BEYOND_MS = 4 * 60_000;

/** `clock` is the one signatures are made with. */
export function createClockOffset(clock: Clock): ClockOffset {
  let offsetMs: number | null = null;
  return {
    learn(awsDate) {
      offsetMs = awsDate - clock.now();
    },
    current: () => offsetMs,
    awsNow: () => clock.now() + (offsetMs ?? 0),
    toApply: () => (offsetMs !== null && Math.abs(offsetMs) > APPLY_BEYOND_MS ? offsetMs : 0),
  };
}
