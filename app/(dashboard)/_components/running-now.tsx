import type { BackupDto } from "#lib/backups/dto";
import { Link } from "../../_components/link";
import { LiveProgress, LiveStatus } from "../../_components/live/live-status";
import { Panel } from "../../_components/panel";
import { RelativeTime } from "../../_components/relative-time";

const SHOWN = 10;

export function RunningNow({ backups, now }: { backups: readonly BackupDto[]; now: number }) {
  return (
    <Panel
      title="Running now"
      flush
      foot={
        backups.length > SHOWN ? (
          <Link href="/backups?status=queued,creating,pending">Show all</Link>
        ) : undefined
      }
    >
      {backups.length === 0 ? (
        <p className="muted panel-body m-0">Nothing is being backed up at this moment.</p>
      ) : (
        <ul className="rows">
          {backups.slice(0, SHOWN).map((backup) => (
            <li key={backup.id}>
              <span className="row-main">
                <Link href={`/backups/${backup.id}`} className="row-title hostile cut" dir="auto">
                  {backup.instance.name || backup.instance.instanceId}
                </Link>
                <span className="muted small">
                  {backup.instance.region},{" "}
                  <RelativeTime at={backup.queuedAt ?? backup.dueAt} now={now} />
                </span>
              </span>
              <span className="running-progress">
                <LiveProgress {...backup} label="Progress of the image" />
              </span>
              <span className="row-side">
                <LiveStatus {...backup} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
