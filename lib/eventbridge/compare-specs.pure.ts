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
 * The properties that are neither wanted nor as was ever put or sent since it was last confirmed:
 * somebody else changed them. A change of ours that was interrupted leaves each as one of those.
 */
export function foreignKeys(of: {
  seen: Spec;
  wanted: Spec;
  /** What was last put, and what was sent since. */
  ours: readonly Spec[];
}): string[] {
  const { seen, wanted, ours } = of;
  if (ours.length === 0) return [];
  return differingKeys(seen, wanted).filter((key) =>
    ours.every((spec) => canonical(spec[key]) !== canonical(seen[key])),
  );
}
