import type { BackupDto } from "#lib/backups/dto";
import { lookOf } from "../../../../_components/backup-status";
import { toUtcText } from "../../../../_components/exact-time.pure";
import { Link } from "../../../../_components/link";
import { StatusIcon } from "../../../../_components/status-badge";

/** The last backups at a glance, oldest first. */
export function RecentStrip({ backups }: { backups: readonly BackupDto[] }) {
  return (
    <ol className="strip" aria-label="Recent backups, oldest first">
      {backups.toReversed().map((backup) => {
        const { word, tone } = lookOf(backup);
        const label = `${word}, ${toUtcText(Date.parse(backup.dueAt))}`;
        return (
          <li key={backup.id}>
            <Link
              href={`/backups/${backup.id}`}
              className={`tone-${tone}`}
              title={label}
              aria-label={label}
            >
              <StatusIcon status={backup.status} />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
