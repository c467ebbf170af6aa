import type { RetentionPolicyDto } from "#lib/retention/dto";
import { TIERS, type RetentionRules } from "#lib/retention/retention-rules.pure";

/** What is typed: text until it is read. */
export interface PolicyDraft {
  name: string;
  enforced: boolean;
  keepDays: string;
  keepCount: string;
  hourly: string;
  daily: string;
  weekly: string;
  monthly: string;
  yearly: string;
  floor: string;
  zone: string;
  recordDays: string;
}

export type DraftNumber = Exclude<keyof PolicyDraft, "name" | "enforced" | "zone">;

export type DraftedPolicy = RetentionRules &
  Pick<RetentionPolicyDto, "name" | "enforced" | "recordDays">;

export function toDraft(policy: DraftedPolicy | null): PolicyDraft {
  const tiers = policy?.tiers ?? {};
  return {
    name: policy?.name ?? "",
    enforced: policy?.enforced ?? true,
    keepDays: text(policy?.keepDays),
    keepCount: text(policy?.keepCount),
    hourly: text(tiers.hourly),
    daily: text(policy ? tiers.daily : 7),
    weekly: text(policy ? tiers.weekly : 4),
    monthly: text(policy ? tiers.monthly : 12),
    yearly: text(tiers.yearly),
    floor: text(policy?.floor ?? 2),
    zone: policy?.zone ?? "UTC",
    recordDays: text(policy?.recordDays),
  };
}

function text(value: number | null | undefined): string {
  return value ? String(value) : "";
}

/** Empty is no rule; what is no whole number is NaN, which the server refuses beside its field. */
export function toNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}

export function toRulesInput(draft: PolicyDraft) {
  return {
    keepDays: toNumber(draft.keepDays),
    keepCount: toNumber(draft.keepCount),
    tiers: Object.fromEntries(TIERS.map((tier) => [tier, toNumber(draft[tier])])),
    floor: toNumber(draft.floor) ?? Number.NaN,
    zone: draft.zone,
  };
}

/** For the dry run in the browser; null while something typed cannot be read. */
export function toRules(draft: PolicyDraft): RetentionRules | null {
  const { keepDays, keepCount, floor } = toRulesInput(draft);
  const tiers: RetentionRules["tiers"] = {};
  for (const tier of TIERS) {
    const count = toNumber(draft[tier]);
    if (Number.isNaN(count)) return null;
    if (count !== null) tiers[tier] = count;
  }
  if (Number.isNaN(keepDays) || Number.isNaN(keepCount) || !(floor >= 1)) return null;
  return { keepDays, keepCount, tiers, floor, zone: draft.zone };
}
