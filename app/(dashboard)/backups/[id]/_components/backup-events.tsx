import type { BackupEventDto } from "#lib/backups/dto";
import { ExactTime } from "../../../../_components/exact-time";
import { Panel } from "../../../../_components/panel";

/** Every step that was taken, newest first. */
export function BackupEvents({ events, now }: { events: readonly BackupEventDto[]; now: number }) {
  return (
    <Panel title="What happened" aside={<span className="muted small">Times in UTC</span>} flush>
      {events.length === 0 ? (
        <p className="muted panel-body m-0">Nothing yet.</p>
      ) : (
        <ol className="trail" reversed>
          {events.toReversed().map((event) => (
            <li key={event.id}>
              <ExactTime at={event.at} now={now} />
              <span className="hostile">{event.message}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
