import type { BackupDto } from "#lib/backups/dto";

/** The last to end, the latest first; what ended without ever beginning did so when it was due. */
export function toLatest(backups: readonly BackupDto[], count: number): BackupDto[] {
  return backups.toSorted((a, b) => endOf(b) - endOf(a)).slice(0, count);
}

function endOf({ endedAt, dueAt }: BackupDto): number {
  return Date.parse(endedAt ?? dueAt);
}
