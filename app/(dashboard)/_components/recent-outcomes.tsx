import type { BackupDto } from "#lib/backups/dto";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { RelativeTime } from "../../_components/relative-time";
import { StatusBadge } from "../../_components/status-badge";

export function RecentOutcomes({ backups, now }: { backups: readonly BackupDto[]; now: number }) {
  return (
    <Panel title="Recent outcomes" aside={<Link href="/backups">All backups</Link>} flush>
      {backups.length === 0 ? (
        <p className="muted panel-body m-0">What became of each backup appears here.</p>
      ) : (
        <ul className="rows">
          {backups.map((backup) => (
            <li key={backup.id}>
              <span className="row-main">
                <Link href={`/backups/${backup.id}`} className="row-title hostile cut" dir="auto">
                  {backup.instance.name || backup.instance.instanceId}
                </Link>
                <span className="muted small hostile">
                  {backup.status === "available"
                    ? `${backup.kind}, ${backup.instance.region}`
                    : (backup.statusReason ?? backup.kind)}
                </span>
              </span>
              <span className="row-side">
                <span className="muted small">
                  <RelativeTime at={backup.endedAt ?? backup.dueAt} now={now} />
                </span>
                <StatusBadge status={backup.status} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
