import { ValidationError } from "../errors";
import { parseTimeZone } from "../schedules/time-zone.pure";
import { isRule, keepsNothing, TIERS, type RetentionRules } from "./retention-rules.pure";

type Tiers = { [Tier in (typeof TIERS)[number]]?: number | null | undefined };
export type GivenRules = Omit<RetentionRules, "tiers"> & { tiers: Tiers };

/** As they are stored: no rule of 0, a known zone. Throws Validation beside the input. */
export function requireRules(given: GivenRules): RetentionRules {
  const zone = parseTimeZone(given.zone);
  if (!zone.ok) {
    throw new ValidationError(zone.problem.message, { fields: { zone: [zone.problem.message] } });
  }
  const tiers: RetentionRules["tiers"] = {};
  for (const tier of TIERS) tiers[tier] = given.tiers[tier] ?? undefined;
  if (keepsNothing({ ...given, tiers })) {
    throw new ValidationError("This policy would keep nothing but the floor.", {
      reason: "keeps_nothing",
      suggestion: "Give it a rule of at least 1, or no rule at all: then nothing is removed.",
      fields: { keepDays: ["Say how long, how many or which tiers are kept."] },
    });
  }
  for (const tier of TIERS) if (!isRule(tiers[tier])) delete tiers[tier];
  const { keepDays, keepCount, floor } = given;
  return {
    keepDays: isRule(keepDays) ? keepDays : null,
    keepCount: isRule(keepCount) ? keepCount : null,
    tiers,
    floor,
    zone: zone.value,
  };
}
