import { countOption } from "./options";
import { round, say, type Figures } from "./report";
import { MUTANTS } from "./retention/mutants";
import { planMillion } from "./retention/plan-million";
import { runMutants, runWorlds } from "./retention/run-worlds";
import { sweepMillion } from "./retention/sweep-million";

const WORLDS = 100_000;
const MUTANT_WORLDS = 5_000;

/**
 * Retention: how fast, and whether it is safe. `--worlds <count>` (100,000), `--seed <number>`.
 * Keys: `planMsPerMillion` (1,000,000 backups planned over every zone, offsets unknown at first),
 * `sweepSeconds` (a sweep over 1,000,000 backups in the database, with the plans it makes),
 * `sweepMaxBlockMs` (of the event loop), `worlds`, `worldDeletions`, `unsafeDeletes` (planned or
 * sent against an invariant), `orphans`, `foreignTouched`, `mutantsCaught` of five planted bugs.
 */
export async function benchRetention(args: readonly string[]): Promise<Figures> {
  const worlds = countOption(args, "worlds", WORLDS);
  const seed = countOption(args, "seed", 1);
  const plan = planMillion();
  const swept = await sweepMillion();
  say(`${worlds} worlds …`);
  const result = runWorlds({ worlds, seed });
  if (result.example !== null) say(result.example);
  const caught = runMutants({ worlds: MUTANT_WORLDS, seed });
  for (const name of Object.keys(MUTANTS)) if (!caught.includes(name)) say(`not caught: ${name}`);
  return {
    planMsPerMillion: round(plan.milliseconds),
    sweepSeconds: round(swept.seconds, 2),
    sweepMaxBlockMs: round(swept.maxBlockMs),
    sweptBackups: swept.backups,
    plannedRemovals: swept.planned,
    worlds: result.worlds,
    worldDeletions: result.deleted,
    unsafeDeletes: result.unsafe,
    orphans: result.orphans,
    foreignTouched: result.foreign,
    mutantsCaught: caught.length,
  };
}
