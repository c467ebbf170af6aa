import type { RuleDto, TagConditionDto } from "#lib/discovery/rules/dto";

/** "Role is web", for people. */
export function toConditionWords({ key, test, value }: TagConditionDto): string {
  switch (test) {
    case "exists":
      return `has the tag ${key}`;
    case "absent":
      return `has no tag ${key}`;
    case "equals":
      return value === "" ? `${key} is empty` : `${key} is ${value}`;
    case "prefix":
      return `${key} begins with ${value}`;
  }
}

export function toWhereWords({ accountRefs, regions }: RuleDto): string {
  const accounts =
    accountRefs === null
      ? "Every account"
      : accountRefs.length === 1
        ? "One account"
        : `${accountRefs.length} accounts`;
  if (regions === null) return `${accounts}, every region`;
  return regions.length > 2
    ? `${accounts}, ${regions.length} regions`
    : `${accounts}, ${regions.join(" and ")}`;
}

export function toGiftWords({ scheduleWords, policyName }: RuleDto): string {
  const schedules = scheduleWords.length === 0 ? "no schedule" : scheduleWords.join(" and ");
  return `${schedules}; ${policyName ?? "the default policy"}`;
}

/** What a preview says under the conditions, while they are typed. */
export function toPreviewWords(preview: {
  matches: number;
  toProtect: number;
  protected: number;
  leftAlone: number;
}): string {
  const { matches, toProtect, leftAlone } = preview;
  if (matches === 0) return "Nothing that is known matches now. What appears later is protected.";
  const parts = [
    `${toProtect} ${toProtect === 1 ? "is" : "are"} to be protected`,
    `${preview.protected} ${preview.protected === 1 ? "is" : "are"} protected already`,
    ...(leftAlone === 0 ? [] : [`${leftAlone} ${leftAlone === 1 ? "is" : "are"} left alone`]),
  ];
  return `${matches} ${matches === 1 ? "instance matches" : "instances match"}: ${parts.join(", ")}.`;
}
