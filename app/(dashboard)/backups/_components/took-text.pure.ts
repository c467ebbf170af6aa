import type { BackupDto } from "#lib/backups/dto";
import { toDuration } from "../../../_components/relative-time.pure";

type Timed = Pick<BackupDto, "imageState" | "startedAt" | "queuedAt" | "endedAt">;

/** How long its image took from the first call to AWS; null for one that none was made of. */
export function toTookText({ imageState, startedAt, queuedAt, endedAt }: Timed): string | null {
  const from = startedAt ?? queuedAt;
  if (imageState === null || from === null || endedAt === null) return null;
  const ms = Date.parse(endedAt) - Date.parse(from);
  return ms < 0 ? null : toDuration(ms);
}
