import { DAY } from "../clock";
import type { Runtime } from "../runtime";
import { deleteOldSessions } from "./sessions.repo";

const KEPT_MS = 30 * DAY;
const ROWS_MAX = 500;

/** For housekeeping: sessions that ended or expired 30 days ago; returns how many went. */
export function forgetOldSessions(runtime: Runtime): Promise<number> {
  const before = runtime.clock.now() - KEPT_MS;
  return runtime.db.write((tx) => deleteOldSessions(tx, { before, limit: ROWS_MAX }));
}
