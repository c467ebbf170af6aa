import type { Fate } from "./run-chunks";

export interface FateGroup {
  kind: "refused" | "lost" | "untried" | "done";
  /** Why, or what is worth knowing; what all of the group share. */
  message: string | null;
  suggestion: string | null;
  items: Array<{ id: string; label: string; link: string | null }>;
}

const ORDER = ["refused", "lost", "untried", "done"] as const;

/** Failures first, and those with the same reason together: fifty times one sentence says it once. */
export function groupFates(
  chosen: ReadonlyMap<string, string>,
  fates: ReadonlyMap<string, Fate>,
): FateGroup[] {
  const groups = new Map<string, FateGroup>();
  for (const [id, label] of chosen) {
    const { link, ...what } = describe(fates.get(id));
    const key = JSON.stringify(what);
    const group = groups.get(key) ?? { ...what, items: [] };
    group.items.push({ id, label, link });
    groups.set(key, group);
  }
  return [...groups.values()].toSorted(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.items.length - a.items.length,
  );
}

function describe(fate: Fate | undefined): Omit<FateGroup, "items"> & { link: string | null } {
  if (fate === undefined) return { kind: "untried", message: null, suggestion: null, link: null };
  switch (fate.kind) {
    case "done":
      return { kind: "done", message: fate.text, suggestion: null, link: fate.link };
    case "refused":
      return fate;
    case "lost":
      return { kind: "lost", message: null, suggestion: null, link: null };
  }
}

const WORDS: Readonly<Record<FateGroup["kind"], string>> = {
  refused: "refused",
  lost: "answer lost",
  untried: "not tried",
  done: "done",
};

/** "58 done, 1 refused, 1 not tried". */
export function toSummary(groups: readonly FateGroup[]): string {
  const counts = new Map<FateGroup["kind"], number>();
  for (const { kind, items } of groups) counts.set(kind, (counts.get(kind) ?? 0) + items.length);
  return ORDER.toReversed()
    .filter((kind) => counts.has(kind))
    .map((kind) => `${counts.get(kind)} ${WORDS[kind]}`)
    .join(", ");
}

/** All of it as text, one line each, for a ticket or a file. */
export function toReportText(groups: readonly FateGroup[]): string {
  return groups
    .flatMap((group) =>
      group.items.map(({ id, label }) =>
        [id, label, WORDS[group.kind], group.message, group.suggestion]
          .filter((part) => part !== null)
          .map((part) => part.replaceAll(/\s+/g, " "))
          .join("\t"),
      ),
    )
    .join("\n");
}
