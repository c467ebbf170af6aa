import {
  keepsNothing,
  RULE_LIMITS,
  TIERS,
  type RetentionRules,
} from "#lib/retention/retention-rules.pure";
import { parseTimeZone } from "#lib/schedules/time-zone.pure";
import {
  toDraft,
  toNumber,
  toRules,
  type DraftNumber,
  type PolicyDraft,
} from "./policy-draft.pure";

export type RulesErrors = Partial<Record<DraftNumber | "zone", string>>;

export type ReadRules =
  | { rules: RetentionRules; errors: null }
  | { rules: null; errors: RulesErrors };

/** What is typed, as the server would read it; what is wrong stands beside its field. */
export function readRules(draft: PolicyDraft): ReadRules {
  const errors: RulesErrors = {};
  const limits = { keepDays: RULE_LIMITS.keepDays, keepCount: RULE_LIMITS.count };
  for (const name of ["keepDays", "keepCount", ...TIERS] as const) {
    const max = name === "keepDays" ? limits.keepDays : limits.keepCount;
    const value = toNumber(draft[name]);
    if (Number.isNaN(value)) errors[name] = "Use a whole number.";
    else if ((value ?? 0) > max) errors[name] = `Use at most ${max}.`;
  }
  const floor = toNumber(draft.floor) ?? Number.NaN;
  if (!(floor >= 1)) errors.floor = "At least one image stays.";
  else if (floor > RULE_LIMITS.floor) errors.floor = `Use at most ${RULE_LIMITS.floor}.`;
  const zone = parseTimeZone(draft.zone);
  if (!zone.ok) errors.zone = zone.problem.message;
  const rules = toRules(draft);
  if (rules !== null && keepsNothing(rules)) {
    errors.keepDays = "This would keep nothing but the floor: say how long or how many.";
  }
  if (rules === null || !zone.ok || Object.keys(errors).length > 0) return { rules: null, errors };
  return { rules: { ...withoutZeros(rules), zone: zone.value }, errors: null };
}

/** A rule of 0 beside others is none, as it is stored. */
function withoutZeros(rules: RetentionRules): RetentionRules {
  const tiers: RetentionRules["tiers"] = {};
  for (const tier of TIERS) if ((rules.tiers[tier] ?? 0) >= 1) tiers[tier] = rules.tiers[tier];
  return {
    ...rules,
    keepDays: rules.keepDays || null,
    keepCount: rules.keepCount || null,
    tiers,
  };
}

/** Rules alone, to be typed over. */
export function toRulesDraft(rules: RetentionRules): PolicyDraft {
  return toDraft({ ...rules, name: "", enforced: true, recordDays: null });
}
