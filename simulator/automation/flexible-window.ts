import { createHash } from "node:crypto";
import type { Schedule } from "./model";

/** How long after its moment a schedule with a flexible window starts: of the seed, below the window. */
export function windowOffset(of: { seed: string; schedule: Schedule; at: number }): number {
  const { seed, schedule, at } = of;
  if (schedule.flexibleMinutes === null) return 0;
  const hash = createHash("sha256").update(`${seed}/${schedule.arn}/${at}`).digest();
  return Math.floor((hash.readUInt32BE(0) / 2 ** 32) * schedule.flexibleMinutes * 60_000);
}
