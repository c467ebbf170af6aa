import type { EpochMs } from "../clock";
import type { ComparedDto, PolicyEffectDto } from "./compare-dto";
import type { SizedBackup } from "./keep-series.pure";
import { planRetention, type RetentionPlan } from "./plan-retention.pure";
import type { RetentionInstance, RetentionRules } from "./retention-rules.pure";
import { simulateRetention } from "./simulate-retention.pure";

export interface CompareInput {
  a: RetentionRules;
  b: RetentionRules;
  backups: readonly SizedBackup[];
  now: EpochMs;
  instance: RetentionInstance;
  /** The coming year's; null leaves it out. */
  yearRuns: readonly EpochMs[] | null;
}

/** Two policies over the backups of one instance. */
export function compareOne(input: CompareInput): ComparedDto {
  const { a, b, backups, now, instance } = input;
  const planOf = (policy: RetentionRules) => planRetention({ policy, backups, now, instance });
  const [first, second] = [planOf(a), planOf(b)];
  const firstRemoves = new Set(first.remove.map(({ backup }) => backup.id));
  const secondRemoves = new Set(second.remove.map(({ backup }) => backup.id));
  const more = second.remove.filter(({ backup }) => !firstRemoves.has(backup.id));
  const judged = [...first.keep, ...first.remove];
  return {
    instances: 1,
    touchedInstances: more.length > 0 ? 1 : 0,
    frozenInstances: first.frozen || second.frozen ? 1 : 0,
    backups: judged.length,
    unknownSizes: judged.filter(({ backup }) => backup.sizeBytes === null).length,
    a: toEffect(first, keptInAYear(a, input)),
    b: toEffect(second, keptInAYear(b, input)),
    more: more.length,
    moreBytes: bytesOf(more),
    fewer: first.remove.filter(({ backup }) => !secondRemoves.has(backup.id)).length,
  };
}

function toEffect(plan: RetentionPlan<SizedBackup>, yearKeep: number | null): PolicyEffectDto {
  return {
    keep: plan.keep.length,
    keepBytes: bytesOf(plan.keep),
    remove: plan.remove.length,
    removeBytes: bytesOf(plan.remove),
    yearKeep,
  };
}

function keptInAYear(policy: RetentionRules, input: CompareInput): number | null {
  const { backups, now, instance, yearRuns } = input;
  if (yearRuns === null) return null;
  const { realGoesAt, runGoesAt } = simulateRetention({
    policy,
    backups,
    now,
    instance,
    runs: yearRuns,
  });
  const then = now + YEAR_MS;
  const outlives = (sum: number, goesAt: number) => sum + (goesAt > then ? 1 : 0);
  return realGoesAt.reduce(outlives, 0) + runGoesAt.reduce(outlives, 0);
}

export const YEAR_MS = 365 * 24 * 60 * 60 * 1_000;

function bytesOf(items: ReadonlyArray<{ backup: SizedBackup }>): number {
  return items.reduce((sum, { backup }) => sum + (backup.sizeBytes ?? 0), 0);
}
