import { toIsoOrNull, type EpochMs } from "../clock";
import type { RetainedDto, RetentionForecastDto, RetentionInstanceDto } from "./dto";
import type { HistoryRow } from "./fleet.repo";
import type { RetentionPlan } from "./plan-retention.pure";
import { describeKeepReasons, describeRemoval } from "./retention-words.pure";

const LISTED_MAX = 200;

/** A plan in words; `goesAt` says when what is kept will go. */
export function toForecast(
  plan: RetentionPlan<HistoryRow>,
  options: {
    instance: RetentionInstanceDto;
    now: EpochMs;
    goesAt?: ReadonlyMap<string, EpochMs>;
  },
): RetentionForecastDto {
  const { now, goesAt } = options;
  const { id, instanceId, name, region, accountId } = options.instance;
  return {
    instance: { id, instanceId, name, region, accountId },
    frozen: plan.frozen,
    keepCount: plan.keep.length,
    removeCount: plan.remove.length,
    removeBytes: sizeOf(plan.remove),
    keep: plan.keep.slice(0, LISTED_MAX).map(({ backup, reasons, removableAt }) => ({
      ...toRetained(backup),
      rules: reasons.map(({ rule }) => rule),
      words: describeKeepReasons(reasons),
      goesAt: toIsoOrNull(goesAt?.get(backup.id) ?? removableAt),
    })),
    remove: plan.remove.slice(0, LISTED_MAX).map(({ backup, reasons }) => ({
      ...toRetained(backup),
      rules: reasons.map(({ rule }) => rule),
      words: describeRemoval(reasons),
      goesAt: toIsoOrNull(now),
    })),
  };
}

export function sizeOf(items: ReadonlyArray<{ backup: { sizeBytes: number | null } }>): number {
  return items.reduce((sum, { backup }) => sum + (backup.sizeBytes ?? 0), 0);
}

function toRetained(
  backup: HistoryRow,
): Pick<RetainedDto, "backupId" | "kind" | "createdAt" | "sizeBytes"> {
  const { id, kind, imageCreatedAt, sizeBytes } = backup;
  return { backupId: id, kind, createdAt: toIsoOrNull(imageCreatedAt), sizeBytes };
}
