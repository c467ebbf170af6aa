import type { BackupDaysDto } from "#lib/backups/dto";

/** o available, m mixed, x failed or missed, s skipped, - nothing. */
export type HeatCode = "o" | "m" | "x" | "s" | "-";

export interface HeatRow {
  id: string;
  name: string;
  /** One code per day, oldest first. */
  codes: string;
}

const DAY_MS = 86_400_000;

/** `yyyy-mm-dd`, UTC, oldest first, today last. */
export function listDays({ now, count }: { now: number; count: number }): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

export function toHeatRow({ row, days }: { row: BackupDaysDto; days: readonly string[] }): HeatRow {
  const byDay = new Map(row.days.map((day) => [day.day, day]));
  const { id, name, instanceId } = row.instance;
  return {
    id,
    name: name || instanceId,
    codes: days.map((day) => toCode(byDay.get(day))).join(""),
  };
}

function toCode(day: BackupDaysDto["days"][number] | undefined): HeatCode {
  if (day === undefined) return "-";
  const bad = day.failed + day.missed;
  if (day.available > 0) return bad > 0 ? "m" : "o";
  if (bad > 0) return "x";
  return day.skipped > 0 ? "s" : "-";
}
