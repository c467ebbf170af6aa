import type { BackupDto } from "#lib/backups/dto";
import type { RetainedDto, RetentionForecastDto } from "#lib/retention/dto";

/**
 * The newest image of the instance that AWS made after a run that failed or was missed, of those
 * that are available: what failed is over then. Null for any other run.
 */
export function findLaterGood(
  backup: Pick<BackupDto, "status" | "dueAt">,
  { keep, remove }: Pick<RetentionForecastDto, "keep" | "remove">,
): RetainedDto | null {
  if (backup.status !== "failed" && backup.status !== "missed") return null;
  const dueAt = Date.parse(backup.dueAt);
  const later = [...keep, ...remove].filter((image) => madeAt(image) > dueAt);
  return later.toSorted((a, b) => madeAt(b) - madeAt(a))[0] ?? null;
}

const madeAt = ({ createdAt }: RetainedDto) => (createdAt === null ? 0 : Date.parse(createdAt));
