const DAY_MS = 86_400_000;
const DAY_LENGTH = "2026-02-01".length;

/** `yyyy-mm-dd`, UTC, oldest first, today last. */
export function listDays({ now, count }: { now: number; count: number }): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Of days with a letter each, such as `2026-02-01o`: the letters of the days asked for, in order. */
export function toCodes(coded: readonly string[], days: readonly string[]): string {
  const byDay = new Map(coded.map((one) => [one.slice(0, DAY_LENGTH), one.slice(DAY_LENGTH)]));
  return days.map((day) => byDay.get(day) ?? "-").join("");
}
