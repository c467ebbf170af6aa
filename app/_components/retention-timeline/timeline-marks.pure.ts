/** A backup as a time line draws it: a bar from when it was made to when it goes. */
export interface TimelineMark {
  id: string;
  /** When it was made. */
  at: number;
  /** Null: nothing says when, or never. */
  goesAt: number | null;
  stays: boolean;
  /** Where it is not what `stays` and `goesAt` say. */
  fate?: string | undefined;
  /** What keeps it: `age`, `daily`, `hold`, … */
  rules: readonly string[];
  words: string;
  /** Of another policy's picture beside this one: what that one does with it. */
  elsewhere?: string | undefined;
  /** Its page; null for one that is still to come. */
  href: string | null;
}

export const MARK_GROUPS = [
  "person",
  "yearly",
  "monthly",
  "weekly",
  "daily",
  "hourly",
  "recent",
  "floor",
  "other",
  "goes",
] as const;
export type MarkGroup = (typeof MARK_GROUPS)[number];

export const GROUP_WORDS = {
  person: "by a person",
  yearly: "yearly",
  monthly: "monthly",
  weekly: "weekly",
  daily: "daily",
  hourly: "hourly",
  recent: "by age or count",
  floor: "floor",
  other: "other",
  goes: "no rule keeps it",
} as const satisfies Record<MarkGroup, string>;

const GROUP_OF: Readonly<Record<string, MarkGroup>> = {
  hold: "person",
  keep_until: "person",
  manual: "person",
  yearly: "yearly",
  monthly: "monthly",
  weekly: "weekly",
  daily: "daily",
  hourly: "hourly",
  age: "recent",
  count: "recent",
  floor: "floor",
};

/** By the rule that keeps it longest. */
export function groupOf({ stays, rules }: Pick<TimelineMark, "stays" | "rules">): MarkGroup {
  if (!stays) return "goes";
  const groups = rules.map((rule) => GROUP_OF[rule] ?? "other");
  return MARK_GROUPS.find((group) => groups.includes(group)) ?? "other";
}

export function groupsIn(marks: readonly TimelineMark[]): MarkGroup[] {
  const there = new Set(marks.map(groupOf));
  return MARK_GROUPS.filter((group) => there.has(group));
}
