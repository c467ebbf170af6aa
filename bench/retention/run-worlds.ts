import { planRetention } from "#lib/retention/plan-retention.pure";
import { MUTANTS, type Planner } from "./mutants";
import { randomOf } from "./random";
import { runWorld } from "./run-world";
import { makeWorld } from "./world";

export interface WorldsResult {
  worlds: number;
  planned: number;
  deleted: number;
  unsafe: number;
  foreign: number;
  orphans: number;
  /** Why, of the first that went wrong, with its seed. */
  example: string | null;
}

const ZONES = Intl.supportedValuesOf("timeZone");

export function runWorlds(options: {
  worlds: number;
  seed: number;
  plan?: Planner;
  /** Ends at the first that goes wrong. */
  stopsEarly?: boolean;
}): WorldsResult {
  const plan = options.plan ?? planRetention;
  const sum: WorldsResult = {
    worlds: 0,
    planned: 0,
    deleted: 0,
    unsafe: 0,
    foreign: 0,
    orphans: 0,
    example: null,
  };
  for (let index = 0; index < options.worlds; index++) {
    const seed = options.seed + index;
    const random = randomOf(seed);
    const result = runWorld(makeWorld(random, ZONES), { random, plan });
    sum.worlds += 1;
    sum.planned += result.planned;
    sum.deleted += result.deleted;
    sum.unsafe += result.unsafe.length;
    sum.foreign += result.foreign;
    sum.orphans += result.orphans;
    const [first] = result.unsafe;
    if (first !== undefined) sum.example ??= `seed ${seed}: ${first}`;
    if (options.stopsEarly && sum.example !== null) break;
  }
  return sum;
}

/** Which planted bugs the checker catches. */
export function runMutants({ worlds, seed }: { worlds: number; seed: number }): string[] {
  return Object.entries(MUTANTS)
    .filter(([, plan]) => runWorlds({ worlds, seed, plan, stopsEarly: true }).unsafe > 0)
    .map(([name]) => name);
}
