/** How a set of values is written in a field of AWS's cron: `*` for all, else lists and ranges. */
export function toAwsField({
  values,
  count,
}: {
  /** Ascending, each once. */
  values: readonly number[];
  /** How many the field could have. */
  count: number;
}): string {
  if (values.length === count) return "*";
  const parts: string[] = [];
  for (let start = 0; start < values.length;) {
    let end = start;
    while (values[end + 1] === Number(values[end]) + 1) end += 1;
    parts.push(end - start < 2 ? String(values[start]) : `${values[start]}-${values[end]}`);
    start = end - start < 2 ? start + 1 : end + 1;
  }
  return parts.join(",");
}

/** The numbers of the bits that are set. */
export function bitsOf(mask: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((mask >>> bit) & 1) === 1);
}
