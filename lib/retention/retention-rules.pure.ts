import type { EpochMs } from "../clock";
import type { BackupKind, BackupStatus } from "../db/schema/constants";
import type { RetentionTiers } from "../db/schema/retention";

export const TIERS = ["hourly", "daily", "weekly", "monthly", "yearly"] as const;
export type Tier = (typeof TIERS)[number];

/** What a policy keeps; rows of `retention_policies` fit. A backup that any rule keeps is kept. */
export interface RetentionRules {
  /** Everything younger than so many times 24 hours. */
  keepDays: number | null;
  /** The newest so many. */
  keepCount: number | null;
  /** The newest of each of the last so many hours, days, … that have one. */
  tiers: RetentionTiers;
  /** The newest so many stay whatever the rules say; at least 1. */
  floor: number;
  /** IANA; the zone of the tiers' hours, days, weeks (from Monday), months and years. */
  zone: string;
}

/** What a decision needs to know of a backup; rows of `backups` fit. */
export interface RetentionBackup {
  id: string;
  kind: BackupKind;
  status: BackupStatus;
  /** AWS's CreationDate: ages count from it. */
  imageCreatedAt: EpochMs | null;
  heldAt: EpochMs | null;
  keepUntil: EpochMs | null;
}

/** What a decision needs to know of the instance. */
export interface RetentionInstance {
  paused: boolean;
  /** AWS says so, or lists it no longer. */
  terminated: boolean;
  /** Removed from protection, and nobody chose that its policy goes on. */
  removed: boolean;
  /** The newest ended scheduled run is `failed` or `missed`. */
  newestEndedBad: boolean;
}

/** Without a rule that keeps anything, a policy removes nothing. */
export function isEmptyPolicy({ keepDays, keepCount, tiers }: RetentionRules): boolean {
  return !isRule(keepDays) && !isRule(keepCount) && !TIERS.some((tier) => isRule(tiers[tier]));
}

export function isRule(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && value >= 1;
}

/** The largest numbers that a rule takes. */
export const RULE_LIMITS = { keepDays: 36_500, count: 10_000, floor: 100 } as const;

/** Something is said and yet nothing would be kept: a slip, and refused. */
export function keepsNothing(rules: RetentionRules): boolean {
  const { keepDays, keepCount, tiers } = rules;
  const said = [keepDays, keepCount, ...TIERS.map((tier) => tiers[tier])];
  return isEmptyPolicy(rules) && said.some((value) => value === 0);
}

const TIER_NOUNS = {
  hourly: "hour",
  daily: "day",
  weekly: "week",
  monthly: "month",
  yearly: "year",
} as const satisfies Record<Tier, string>;

export function tierNoun(tier: Tier): string {
  return TIER_NOUNS[tier];
}

/** “30 days, the newest 10, 7 daily and 4 weekly”; “everything” for a policy without rules. */
export function describeRules(rules: RetentionRules): string {
  if (isEmptyPolicy(rules)) return "everything";
  const { keepDays, keepCount, tiers } = rules;
  const parts = [
    isRule(keepDays) ? `${keepDays} ${keepDays === 1 ? "day" : "days"}` : "",
    isRule(keepCount) ? `the newest ${keepCount}` : "",
    ...TIERS.map((tier) => (isRule(tiers[tier]) ? `${tiers[tier]} ${tier}` : "")),
  ].filter((part) => part !== "");
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
