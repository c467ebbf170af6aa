/** What the table can show beside the name; the order is the table's. */
export const COLUMNS = [
  { id: "health", label: "Health", isStandard: true },
  { id: "state", label: "State in EC2", isStandard: true },
  { id: "place", label: "Account and region", isStandard: true },
  { id: "schedule", label: "Schedule", isStandard: true },
  { id: "lastGood", label: "Last good backup", isStandard: true },
  { id: "nextDue", label: "Next run", isStandard: true },
  { id: "backups", label: "Available backups", isStandard: false },
  { id: "policy", label: "Retention policy", isStandard: false },
  { id: "credential", label: "Credential", isStandard: false },
  { id: "type", label: "Type and volumes", isStandard: false },
  { id: "tags", label: "Tags", isStandard: false },
] as const;
export type ColumnId = (typeof COLUMNS)[number]["id"];

/** Remembers the choice for addresses that say none. */
export const COLUMNS_COOKIE = "amivault-columns";

const STANDARD = toText(COLUMNS.filter(({ isStandard }) => isStandard).map(({ id }) => id));

/** The columns of an address or a cookie, known ones alone; the standard ones for none. */
export function parseColumns(text: string | undefined): ColumnId[] {
  const wanted = new Set((text ?? STANDARD).split(","));
  return COLUMNS.map(({ id }) => id).filter((id) => wanted.has(id));
}

/** With what each follows now: for who gives them another. */
export function withPolicy(columns: readonly ColumnId[]): ColumnId[] {
  return COLUMNS.map(({ id }) => id).filter((id) => id === "policy" || columns.includes(id));
}

export function toText(columns: readonly ColumnId[]): string {
  return columns.join();
}

/** As an address says it: nothing for the standard ones. */
export function toColumnsParam(columns: readonly ColumnId[]): string | null {
  const text = toText(columns);
  if (text === STANDARD) return null;
  // An empty text would be no filter at all.
  return text === "" ? "name" : text;
}
