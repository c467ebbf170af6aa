/** o available, m some failed or missed, x failed or missed, s skipped, - nothing. */
export type DayCode = "o" | "m" | "x" | "s" | "-";

export interface DayOutcomes {
  available: number;
  failed: number;
  missed: number;
  skipped: number;
}

const DAY_MS = 86_400_000;

/** `yyyy-mm-dd`, UTC, oldest first, today last. */
export function listDays({ now, count }: { now: number; count: number }): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** A day's worst and best at once. */
export function toDayCode({ available, failed, missed, skipped }: DayOutcomes): DayCode {
  const bad = failed + missed;
  if (available > 0) return bad > 0 ? "m" : "o";
  if (bad > 0) return "x";
  return skipped > 0 ? "s" : "-";
}

/** One letter for each of the days, in their order. */
export function toCodes(
  rows: ReadonlyArray<DayOutcomes & { day: string }>,
  days: readonly string[],
): string {
  const byDay = new Map(rows.map((row) => [row.day, toDayCode(row)]));
  return days.map((day) => byDay.get(day) ?? "-").join("");
}
