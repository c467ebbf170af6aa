interface Followers {
  /** The first that the caller may see. */
  shown: ReadonlyArray<{ instanceId: string; name: string }>;
  /** How many they may see. */
  count: number;
  /** Whether there are others. */
  hasHidden: boolean;
}

/** Who follows it: by name, as far as the caller may see them. Null where nobody does. */
export function toFollowersText(
  what: "policy" | "schedule",
  { shown, count, hasHidden }: Followers,
): string | null {
  if (count === 0) return hasHidden ? `Instances that you may not see follow this ${what}.` : null;
  const names = shown.map(({ name, instanceId }) =>
    name ? `${name} (${instanceId})` : instanceId,
  );
  const more = count - names.length;
  const named = [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const who = count === 1 ? "1 instance follows" : `${count} instances follow`;
  const others = hasHidden ? "; so do instances that you may not see" : "";
  return `${who} this ${what}: ${named}${others}.`;
}
