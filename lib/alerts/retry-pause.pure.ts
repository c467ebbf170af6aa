import { DAY, HOUR, MINUTE, SECOND } from "../clock";

const PAUSES_MS = [15 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const PAUSE_MS_MAX = HOUR;
/** Yesterday's news of what is over is not worth another try. */
const GIVE_UP_MS = DAY;

/** After the so-maniest failed try, of a delivery that is so old: null gives up. */
export function retryPauseMs(delivery: { attempts: number; ageMs: number; alertOpen: boolean }) {
  const { attempts, ageMs, alertOpen } = delivery;
  if (!alertOpen && ageMs >= GIVE_UP_MS) return null;
  return PAUSES_MS[attempts - 1] ?? PAUSE_MS_MAX;
}
