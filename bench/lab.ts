import { round, type Figures } from "./report";
import { simulateTenYears } from "./retention/ten-years";

/**
 * The retention lab's ten years: every run of an hourly schedule and every removal to come, over
 * 1,000 backups that are there. Keys: `runs`, `runsMs` (the moments, offsets of the zone unknown at
 * first), `tenYearsMs` (the removals, all tiers), `tenYearsWarmMs` (a second policy), `sliceMsMax`
 * (what a page waits for at most while it types).
 */
export async function benchLab(): Promise<Figures> {
  const first = simulateTenYears();
  const second = simulateTenYears();
  return {
    runs: first.runs,
    runsMs: round(first.runsMs),
    tenYearsMs: round(first.simulateMs),
    tenYearsWarmMs: round(second.simulateMs),
    sliceMsMax: round(Math.max(first.sliceMsMax, second.sliceMsMax)),
  };
}
