import { planRetention, type RetentionInput } from "#lib/retention/plan-retention.pure";
import type { RetentionBackup } from "#lib/retention/retention-rules.pure";

export type Planner = typeof planRetention<RetentionBackup>;
type Input = RetentionInput<RetentionBackup>;

/** Planted bugs: each must be caught by the checker. */
export const MUTANTS: Readonly<Record<string, Planner>> = {
  "the floor is one too low": mutant((input) => ({
    ...input,
    policy: { ...input.policy, floor: input.policy.floor - 1 },
  })),
  "holds are ignored": mutant((input) => ({
    ...input,
    backups: input.backups.map((backup) => ({ ...backup, heldAt: null })),
  })),
  "manual backups fill tiers and count": mutant((input) => ({
    ...input,
    backups: input.backups.map((backup) => ({ ...backup, kind: "scheduled" as const })),
  })),
  "ages are a day too high": mutant((input) => ({
    ...input,
    policy: {
      ...input.policy,
      keepDays: input.policy.keepDays === null ? null : input.policy.keepDays - 1,
    },
  })),
  "nothing is ever frozen": mutant((input) => ({
    ...input,
    instance: { ...input.instance, newestEndedBad: false },
  })),
};

/** The plan of a changed input, told of the backups as they were. */
function mutant(change: (input: Input) => Input): Planner {
  return (input) => {
    const byId = new Map(input.backups.map((backup) => [backup.id, backup]));
    const plan = planRetention(change(input));
    const asWas = <T extends { backup: RetentionBackup }>(item: T): T => ({
      ...item,
      backup: byId.get(item.backup.id) ?? item.backup,
    });
    return { ...plan, keep: plan.keep.map(asWas), remove: plan.remove.map(asWas) };
  };
}
