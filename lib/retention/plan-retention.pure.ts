import type { EpochMs } from "../clock";
import { DAY_MS } from "../schedules/civil-day.pure";
import { bucketReader, type BucketReader } from "./retention-buckets.pure";
import {
  isEmptyPolicy,
  isRule,
  TIERS,
  type RetentionBackup,
  type RetentionInstance,
  type RetentionRules,
  type Tier,
} from "./retention-rules.pure";

/** Why a backup stays. `rank` counts from the newest, 1. */
export type KeepReason =
  | { rule: "hold" }
  | { rule: "keep_until"; until: EpochMs }
  /** Asked for by a person, and kept until a person deletes it. */
  | { rule: "manual" }
  | { rule: "age"; days: number; until: EpochMs }
  | { rule: "count"; rank: number; of: number }
  /** `oldest`: not the newest of its bucket, but the oldest of all while there is room. */
  | { rule: Tier; rank: number; of: number; oldest: boolean }
  | { rule: "floor"; rank: number; of: number }
  /** AWS has not told when its image was made, or tells a time that is still to come. */
  | { rule: "undated" }
  | { rule: "future" }
  /** The newest scheduled run failed: nothing goes until one succeeds. */
  | { rule: "frozen" }
  /** Its policy has no rule. */
  | { rule: "no_rules" }
  /** Its instance was removed from protection. */
  | { rule: "removed_instance" };

/** Why a rule does not keep it. */
export type RemoveReason =
  | { rule: "age"; days: number; since: EpochMs }
  | { rule: "keep_until"; since: EpochMs }
  | { rule: "count"; of: number }
  /** `newer`: its hour, day, … has a newer one; else as many newer ones are kept as shall be. */
  | { rule: Tier; of: number; newer: boolean };

export interface KeptBackup<B> {
  backup: B;
  reasons: KeepReason[];
  /** When it may go, where the calendar alone decides it; null where newer backups or people do. */
  removableAt: EpochMs | null;
}

export interface RemovedBackup<B> {
  backup: B;
  reasons: RemoveReason[];
  /** The nearest newer one that stays and is no manual one: without it, this one might not go. */
  newerId: string | null;
}

/** Every `available` backup is in one of the two, newest first; others are not judged. */
export interface RetentionPlan<B> {
  keep: Array<KeptBackup<B>>;
  remove: Array<RemovedBackup<B>>;
  /** The floor: kept images that AWS confirmed and whose presence every removal rests on. */
  survivorIds: string[];
  /** Something would go, if the newest scheduled run had not failed. */
  frozen: boolean;
}

export interface RetentionInput<B extends RetentionBackup> {
  policy: RetentionRules;
  backups: readonly B[];
  now: EpochMs;
  instance: RetentionInstance;
}

/**
 * Decides for the backups of one instance. The meaning of the tiers is restic's
 * (https://restic.readthedocs.io/en/stable/060_forget.html): the newest of each bucket, as many
 * buckets as have one; the oldest of all stays while a tier has room. Age: removal is due when
 * `now` ≥ CreationDate + days × 24 h.
 * @throws RangeError where tiers are kept in an unknown zone.
 */
export function planRetention<B extends RetentionBackup>(
  input: RetentionInput<B>,
): RetentionPlan<B> {
  const { policy, backups, now, instance } = input;
  const plan: RetentionPlan<B> = { keep: [], remove: [], survivorIds: [], frozen: false };
  const newestFirst = sortNewestFirst(backups);
  const idle = instance.removed ? IDLE.removed : isEmptyPolicy(policy) ? IDLE.empty : null;
  const judge = createJudge({ policy, now, oldest: findOldest(newestFirst, now) });
  const frozen =
    instance.newestEndedBad && !instance.paused && !instance.terminated && !instance.removed;
  let newerId: string | null = null;
  for (const backup of newestFirst) {
    const reasons = idle ? [...asidePart(backup, now), idle] : judge.keeps(backup);
    const kept = reasons.length > 0;
    if (kept || frozen) {
      if (!kept) {
        reasons.push({ rule: "frozen" });
        plan.frozen = true;
      }
      plan.keep.push({ backup, reasons, removableAt: removableAt(reasons) });
      if (countsForFloor(backup, now)) {
        if (backup.kind !== "manual") newerId = backup.id;
        if (plan.survivorIds.length < floorOf(policy)) plan.survivorIds.push(backup.id);
      }
    } else {
      plan.remove.push({ backup, reasons: judge.releases(backup), newerId });
    }
  }
  return plan;
}

/** At least one stays, whatever a policy says. */
export function floorOf({ floor }: Pick<RetentionRules, "floor">): number {
  return Math.max(1, floor);
}

const IDLE = {
  removed: { rule: "removed_instance" },
  empty: { rule: "no_rules" },
} as const satisfies Record<string, KeepReason>;

function sortNewestFirst<B extends RetentionBackup>(backups: readonly B[]): B[] {
  const judged = backups.filter(({ status }) => status === "available");
  const sorted = judged.every((backup, index) => {
    const before = index === 0 ? undefined : judged[index - 1];
    return before === undefined || newestFirst(before, backup) <= 0;
  });
  return sorted ? judged : judged.toSorted(newestFirst);
}

function newestFirst(a: RetentionBackup, b: RetentionBackup): number {
  const byTime = (b.imageCreatedAt ?? 0) - (a.imageCreatedAt ?? 0);
  return byTime || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Confirmed by AWS, and nobody's word but the policy's: what the floor and the rules may count. */
export function countsForFloor(backup: RetentionBackup, now: EpochMs): boolean {
  const { heldAt, imageCreatedAt } = backup;
  return heldAt === null && imageCreatedAt !== null && imageCreatedAt <= now;
}

function findOldest(newestFirst: readonly RetentionBackup[], now: EpochMs): string | null {
  const oldest = newestFirst.findLast(
    (backup) => backup.kind !== "manual" && countsForFloor(backup, now),
  );
  return oldest?.id ?? null;
}

/** What keeps a backup beside the policy's rules. */
function asidePart(backup: RetentionBackup, now: EpochMs): KeepReason[] {
  if (backup.heldAt !== null) return [{ rule: "hold" }];
  if (backup.imageCreatedAt === null) return [{ rule: "undated" }];
  if (backup.imageCreatedAt > now) return [{ rule: "future" }];
  if (backup.keepUntil === null) return backup.kind === "manual" ? [{ rule: "manual" }] : [];
  return now < backup.keepUntil ? [{ rule: "keep_until", until: backup.keepUntil }] : [];
}

interface TierState {
  tier: Tier;
  of: number;
  used: number;
  /** The bucket of the last one kept. */
  bucket: number;
}

interface JudgeOptions {
  policy: RetentionRules;
  now: EpochMs;
  /** The oldest that tiers may keep. */
  oldest: string | null;
}

/** Asked from the newest to the oldest, once each. */
function createJudge({ policy, now, oldest }: JudgeOptions) {
  const { keepDays, keepCount } = policy;
  const tiers: TierState[] = [];
  for (const tier of TIERS) {
    const of = policy.tiers[tier];
    if (isRule(of)) tiers.push({ tier, of, used: 0, bucket: Number.POSITIVE_INFINITY });
  }
  const read = tiers.length > 0 ? bucketReader(policy.zone) : null;
  const floor = floorOf(policy);
  let counted = 0;
  let scheduled = 0;

  function byRules(backup: RetentionBackup, at: EpochMs, reasons: KeepReason[]): void {
    if (isRule(keepDays) && now < at + keepDays * DAY_MS) {
      reasons.push({ rule: "age", days: keepDays, until: at + keepDays * DAY_MS });
    }
    scheduled += 1;
    if (isRule(keepCount) && scheduled <= keepCount) {
      reasons.push({ rule: "count", rank: scheduled, of: keepCount });
    }
    if (read) byTiers({ tiers, read, at, oldest: backup.id === oldest, reasons });
  }

  return {
    keeps(backup: RetentionBackup): KeepReason[] {
      const reasons = asidePart(backup, now);
      if (!countsForFloor(backup, now)) return reasons;
      if (backup.kind !== "manual") byRules(backup, backup.imageCreatedAt ?? now, reasons);
      counted += 1;
      if (counted <= floor) reasons.push({ rule: "floor", rank: counted, of: floor });
      return reasons;
    },
    releases(backup: RetentionBackup): RemoveReason[] {
      const reasons: RemoveReason[] = [];
      if (backup.keepUntil !== null) {
        reasons.push({ rule: "keep_until", since: backup.keepUntil });
      }
      if (backup.kind === "manual") return reasons;
      if (isRule(keepDays)) {
        const since = (backup.imageCreatedAt ?? now) + keepDays * DAY_MS;
        reasons.push({ rule: "age", days: keepDays, since });
      }
      if (isRule(keepCount)) reasons.push({ rule: "count", of: keepCount });
      for (const { tier, of, bucket } of tiers) {
        const newer = read !== null && read(tier, backup.imageCreatedAt ?? now) >= bucket;
        reasons.push({ rule: tier, of, newer });
      }
      return reasons;
    },
  };
}

function byTiers(options: {
  tiers: TierState[];
  read: BucketReader;
  at: EpochMs;
  oldest: boolean;
  reasons: KeepReason[];
}): void {
  const { tiers, read, at, oldest, reasons } = options;
  for (const state of tiers) {
    if (state.used >= state.of) continue;
    const bucket = read(state.tier, at);
    // Where a clock is set back over midnight, an older instant may read a later day.
    const isNew = bucket < state.bucket;
    if (!isNew && !oldest) continue;
    state.used += 1;
    if (isNew) state.bucket = bucket;
    reasons.push({ rule: state.tier, rank: state.used, of: state.of, oldest: !isNew });
  }
}

function removableAt(reasons: readonly KeepReason[]): EpochMs | null {
  let latest: EpochMs | null = null;
  for (const reason of reasons) {
    if (!("until" in reason)) return null;
    latest = Math.max(latest ?? reason.until, reason.until);
  }
  return latest;
}
