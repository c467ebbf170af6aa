import { round, type Figures } from "./report";
import { compareMillion } from "./retention/compare-million";
import { simulateTenYears } from "./retention/ten-years";

/**
 * The retention lab. Keys: `runs` and `runsMs` (ten years of an hourly schedule, offsets of the zone
 * unknown at first), `tenYearsMs` (every removal to come over 1,000 backups that are there, all
 * tiers), `tenYearsWarmMs` (a second policy), `sliceMsMax` (what a page waits for at most while it
 * types), `compareSeconds` (two policies over 1,000,000 backups of 10,000 instances, now and in a
 * year), `comparePages`, `compareMaxBlockMs` (of the server's event loop).
 */
export async function benchLab(): Promise<Figures> {
  const first = simulateTenYears();
  const second = simulateTenYears();
  const compared = await compareMillion();
  return {
    runs: first.runs,
    runsMs: round(first.runsMs),
    tenYearsMs: round(first.simulateMs),
    tenYearsWarmMs: round(second.simulateMs),
    sliceMsMax: round(Math.max(first.sliceMsMax, second.sliceMsMax)),
    comparedBackups: compared.backups,
    compareSeconds: round(compared.seconds, 2),
    comparePages: compared.pages,
    compareMaxBlockMs: round(compared.maxBlockMs),
  };
}
