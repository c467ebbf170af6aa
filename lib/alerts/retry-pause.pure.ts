import { DAY, HOUR, MINUTE, SECOND } from "../clock";

const PAUSES_MS = [15 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const PAUSE_MS_MAX = HOUR;
/** News of yesterday that never got through is not worth another try. */
const GIVE_UP_MS = DAY;

/** After the so-maniest failed try, of a delivery that is so old: null gives up. */
export function retryPauseMs({ attempts, ageMs }: { attempts: number; ageMs: number }) {
  if (ageMs >= GIVE_UP_MS) return null;
  return PAUSES_MS[attempts - 1] ?? PAUSE_MS_MAX;
}
