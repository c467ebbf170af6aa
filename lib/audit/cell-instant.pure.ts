/** An instant as a column has it, in ISO 8601; null for what is none: somebody may have put it there. */
export function cellInstant(cell: unknown): string | null {
  if (typeof cell !== "number") return null;
  const at = new Date(cell);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** For a list, in which an entry without an instant of its own stands with the oldest. */
export function shownInstant(cell: unknown): string {
  return cellInstant(cell) ?? new Date(0).toISOString();
}
