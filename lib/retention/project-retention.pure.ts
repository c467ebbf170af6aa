import type { EpochMs } from "../clock";
import { planRetention, type RetentionPlan } from "./plan-retention.pure";
import type { RetentionBackup, RetentionInstance, RetentionRules } from "./retention-rules.pure";

export interface ProjectionInput<B extends RetentionBackup> {
  policy: RetentionRules;
  backups: readonly B[];
  now: EpochMs;
  instance: RetentionInstance;
  /** Moments to come, ascending, at which a scheduled backup is made. */
  runs: readonly EpochMs[];
}

/**
 * When each backup that is kept now will go, if every run to come succeeds at its moment and
 * nothing else changes; without an entry it outlives the last of the runs.
 */
export function projectRetention<B extends RetentionBackup>(
  input: ProjectionInput<B>,
): ReadonlyMap<string, EpochMs> {
  const { policy, now } = input;
  const goesAt = new Map<string, EpochMs>();
  let instance = input.instance;
  let plan = planRetention<RetentionBackup>({ policy, backups: input.backups, now, instance });
  let waiting = plan.keep.length;
  for (const [index, at] of input.runs.entries()) {
    if (waiting === 0) return goesAt;
    const before = datedBy(plan);
    const made = [...plan.keep.map(({ backup }) => backup), madeAt(at, index)];
    instance = { ...instance, newestEndedBad: false };
    plan = planRetention({ policy, backups: made, now: at, instance });
    for (const { backup } of plan.remove) {
      if (backup.id.startsWith(TO_COME)) continue;
      goesAt.set(backup.id, Math.min(at, before.get(backup.id) ?? at));
      waiting -= 1;
    }
  }
  for (const [id, at] of datedBy(plan)) if (!id.startsWith(TO_COME)) goesAt.set(id, at);
  return goesAt;
}

/** Between two runs the calendar alone decides. */
function datedBy(plan: RetentionPlan<RetentionBackup>): Map<string, EpochMs> {
  const dated = new Map<string, EpochMs>();
  for (const { backup, removableAt } of plan.keep) {
    if (removableAt !== null) dated.set(backup.id, removableAt);
  }
  return dated;
}

const TO_COME = "to-come:";

function madeAt(at: EpochMs, index: number): RetentionBackup {
  return {
    id: `${TO_COME}${String(index).padStart(8, "0")}`,
    kind: "scheduled",
    status: "available",
    imageCreatedAt: at,
    heldAt: null,
    keepUntil: null,
  };
}
