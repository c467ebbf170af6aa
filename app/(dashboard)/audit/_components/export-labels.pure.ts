/** What each export has in it, as it says on its link. */
export function toExportLabels(of: {
  filters: Readonly<Record<string, string>>;
  matching: number | null;
  seesAll: boolean;
}): { these: string | null; all: string } {
  const all = of.seesAll ? "Export all as JSONL" : "Export all of your accounts as JSONL";
  if (Object.keys(of.filters).length === 0) return { these: null, all };
  const count = of.matching?.toLocaleString("en-US");
  return { these: count === undefined ? "Export what matches" : `Export these ${count}`, all };
}

/** All that fit are in view: the first page is the last, and nothing is archived. */
export function countMatching(of: {
  shown: number;
  isFirst: boolean;
  nextCursor: string | null;
  /** Null where the caller is not told. */
  archivedEntries: number | null;
}): number | null {
  const isAll = of.isFirst && of.nextCursor === null && of.archivedEntries === 0;
  return isAll ? of.shown : null;
}
