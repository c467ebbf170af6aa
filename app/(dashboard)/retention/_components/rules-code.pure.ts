import { RULE_LIMITS, TIERS, type RetentionRules } from "#lib/retention/retention-rules.pure";

/** "days30.newest10.daily7.weekly4.floor2.Europe/Berlin": rules as an address holds them. */
export function encodeRules(rules: RetentionRules): string {
  const { keepDays, keepCount, tiers, floor, zone } = rules;
  return [
    keepDays === null ? "" : `days${keepDays}`,
    keepCount === null ? "" : `newest${keepCount}`,
    ...TIERS.map((tier) => (tiers[tier] === undefined ? "" : `${tier}${tiers[tier]}`)),
    `floor${floor}`,
    zone,
  ]
    .filter((part) => part !== "")
    .join(".");
}

const PART = /^(days|newest|hourly|daily|weekly|monthly|yearly|floor)(\d{1,6})$/;

/** Null for what no `encodeRules` writes; the zone is read where it is used. */
export function decodeRules(code: string): RetentionRules | null {
  const rules: RetentionRules = { keepDays: null, keepCount: null, tiers: {}, floor: 0, zone: "" };
  for (const part of code.split(".")) {
    const [, name, digits] = PART.exec(part) ?? [];
    const value = Number(digits);
    if (name === undefined) {
      if (rules.zone !== "" || part.length > 100) return null;
      rules.zone = part;
    } else if (name === "days") rules.keepDays = value;
    else if (name === "newest") rules.keepCount = value;
    else if (name === "floor") rules.floor = value;
    else {
      const tier = TIERS.find((one) => one === name);
      if (tier !== undefined) rules.tiers[tier] = value;
    }
  }
  const counts = [rules.keepCount ?? 0, ...TIERS.map((tier) => rules.tiers[tier] ?? 0)];
  const fits =
    rules.zone !== "" &&
    rules.floor >= 1 &&
    rules.floor <= RULE_LIMITS.floor &&
    (rules.keepDays ?? 0) <= RULE_LIMITS.keepDays &&
    counts.every((count) => count <= RULE_LIMITS.count);
  return fits ? rules : null;
}
