type Spec = Readonly<Record<string, unknown>>;

/** Two specs with the same text are the same, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** The properties in which AWS has something else than is wanted. */
export function differingKeys(seen: Spec, wanted: Spec): string[] {
  const keys = new Set([...Object.keys(seen), ...Object.keys(wanted)]);
  return [...keys].filter((key) => canonical(seen[key]) !== canonical(wanted[key]));
}

/**
 * The properties that are neither as was last put nor as is wanted now: somebody else changed them.
 * A change of ours that was interrupted leaves each property as one of the two.
 */
export function foreignKeys(of: { seen: Spec; wanted: Spec; confirmed: Spec | null }): string[] {
  const { seen, wanted, confirmed } = of;
  if (confirmed === null) return [];
  const differs = new Set(differingKeys(seen, confirmed));
  return differingKeys(seen, wanted).filter((key) => differs.has(key));
}
