import type { BackupDto } from "#lib/backups/dto";

/** What a person calls it: "web-1, 12 Nov 2026, 02:00 UTC". */
export function toBackupLabel({ instance, dueAt }: Pick<BackupDto, "instance" | "dueAt">): string {
  const moment = `${dueAt.slice(0, 10)} ${dueAt.slice(11, 16)} UTC`;
  return `${instance.name || instance.instanceId}, ${moment}`;
}

export function toBackupHref(id: string): string {
  return `/backups/${id}`;
}
