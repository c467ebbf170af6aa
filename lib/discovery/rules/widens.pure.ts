interface Reach {
  enabled: boolean;
  /** All of them must hold. */
  conditions: ReadonlyArray<{ key: string; test: string; value: string }>;
  /** Null for all. */
  accountRefs: readonly string[] | null;
  regions: readonly string[] | null;
}

/** Whether an edited rule may take instances that it did not take before. */
export function widens(before: Reach, after: Reach): boolean {
  if (!after.enabled) return false;
  if (!before.enabled) return true;
  return (
    hasMore(before.accountRefs, after.accountRefs) ||
    hasMore(before.regions, after.regions) ||
    // One that was changed may hold for others; one that was added leaves only fewer.
    !before.conditions.every((condition) => after.conditions.some((one) => isSame(one, condition)))
  );
}

function hasMore(before: readonly string[] | null, after: readonly string[] | null): boolean {
  if (before === null) return false;
  return after === null || after.some((one) => !before.includes(one));
}

function isSame(one: Reach["conditions"][number], other: Reach["conditions"][number]): boolean {
  return one.key === other.key && one.test === other.test && one.value === other.value;
}
