import { performance } from "node:perf_hooks";
import { compareConversions } from "./eventbridge/conversions";
import { liveYear } from "./eventbridge/live-year";
import { runWithBug } from "./eventbridge/run-with-bug";
import { countOption, textOption } from "./options";
import { round, say, type Figures } from "./report";

const CASES = 100_000;
const DAYS = 365;
const INSTANCES = 100;

/** What every key must show. */
const ZEROS = [
  "duplicates",
  "missing",
  "undetected",
  "unrecorded",
  "leftovers",
  "conversionMismatches",
  "forgedEffects",
];

/**
 * A virtual year of instances whose backups AWS starts: 20 % of the function's reports are lost, 20 %
 * are doubled and shuffled, 5 % of the invocations are doubled or come an hour late, and the
 * application is down a tenth of the time. What is wanted is the bench's own list, by a walk over the
 * wall clock; what is there is read from the simulator. Before it, 100,000 conversions; in the middle,
 * thousands of reports that are not the function's; at the end, everybody leaves.
 *
 * `--instances 100`, `--days 365`, `--cases 100000`, `--seed`, `--break <name | all>` (plants a bug of
 * `eventbridge/bugs.ts` in a bundle of its own; ends well if its keys show it, by default within 8 days).
 *
 * Keys: `occurrences`, `images`, `late` (invoked after the start window only), `duplicates`, `missing`
 * (somebody came inside the start window, and no image), `undetected` (late, and not shown or not
 * alerted), `unrecorded` (an image that its record does not know), `leftovers`, `conversionCases`,
 * `conversionMismatches`, `conversionsRefused`, `conversionMoments`, `forgedReports`, `forgedEffects`,
 * `reports`, `reportsLost`, `reportsDoubled`, `invocations`, `doubled`, `hourLate`, `outages`,
 * `downHours`, `seed`, `seconds`.
 */
export async function benchEventbridge(args: readonly string[]): Promise<Figures> {
  const bug = textOption(args, "break");
  if (bug !== undefined) return runWithBug(bug, args);
  const from = performance.now();
  const seed = countOption(args, "seed", 1 + (Date.now() % 1_000_000));
  say(`seed ${seed}`);
  const conversions = compareConversions({ cases: countOption(args, "cases", CASES), seed });
  const year = await liveYear({
    seed,
    instances: countOption(args, "instances", INSTANCES),
    days: countOption(args, "days", DAYS),
  });
  const figures: Figures = {
    ...year,
    ...conversions,
    seed,
    seconds: round((performance.now() - from) / 1_000),
  };
  const wrong = ZEROS.filter((key) => figures[key] !== 0);
  if (wrong.length > 0) {
    say(`Out of bounds: ${wrong.join(", ")}.`);
    process.exitCode = 1;
  }
  return figures;
}
