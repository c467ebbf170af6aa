const WORDS: ReadonlyArray<readonly [string, string]> = [
  ["adopted", "adopted"],
  ["heal", "found after all"],
  ["restore", "back again"],
  ["gone", "gone"],
  ["missing", "not seen, asked for again soon"],
  ["chased", "snapshots to be removed"],
  ["second", "with a second image"],
  ["resolved", "mended"],
];

/** What one comparison did, in its own figures. */
export function toPassWords(counts: Readonly<Record<string, number>>): string {
  const parts = WORDS.flatMap(([name, word]) => {
    const count = counts[name] ?? 0;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? "No record changed" : parts.join(", ");
}
