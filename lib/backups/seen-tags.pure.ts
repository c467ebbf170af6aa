import { isReservedTag } from "./tag-rules.pure";

/** What the records say of one tag of one backup. */
export interface KnownTag {
  key: string;
  value: string;
  setAt: number;
  confirmedAt: number | null;
  removing: boolean;
}

/** A tag as AWS shows it; null: not at all. */
export interface SeenTag {
  key: string;
  value: string | null;
}

/** An image's tags that people gave it: not ours, not AWS's, and not its name, the instance's. */
export function toPeoplesTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(tags).filter(([key]) => key !== "Name" && !isReservedTag(key));
  return Object.fromEntries(own);
}

/**
 * Where AWS says otherwise than the records, or settles what was unsure. What was asked for at
 * `settledBefore` or later is left: AWS may not show it yet, or may still hear it.
 */
export function decideSeenTags(facts: {
  tags: Readonly<Record<string, string>>;
  known: readonly KnownTag[];
  settledBefore: number;
}): SeenTag[] {
  const { tags, known, settledBefore } = facts;
  const changed = known.flatMap((row): SeenTag[] => {
    const value = tags[row.key] ?? null;
    const isSo = value === row.value && row.confirmedAt !== null && !row.removing;
    return isSo || row.setAt >= settledBefore ? [] : [{ key: row.key, value }];
  });
  const keys = new Set(known.map(({ key }) => key));
  const news = Object.entries(toPeoplesTags(tags)).flatMap(([key, value]) =>
    keys.has(key) ? [] : [{ key, value }],
  );
  return [...changed, ...news];
}

const NAMED_MAX = 5;

/** One sentence for the backup's story. */
export function toSeenWords(seen: readonly SeenTag[]): string {
  const words = seen
    .slice(0, NAMED_MAX)
    .map(({ key, value }) => (value === null ? `no “${key}”` : `“${key}” = “${value}”`));
  const more = seen.length - words.length;
  return `AWS shows of its tags: ${words.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}
