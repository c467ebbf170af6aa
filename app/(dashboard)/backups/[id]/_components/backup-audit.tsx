import { toActSentence } from "#lib/audit/act-sentence.pure";
import type { AuditEntryDto } from "#lib/audit/dto";
import { ExactTime } from "../../../../_components/exact-time";
import { Panel } from "../../../../_components/panel";

/** Who did what to it, newest first; for those who may read the audit log. */
export function BackupAudit({ entries, now }: { entries: readonly AuditEntryDto[]; now: number }) {
  return (
    <Panel title="Audit trail" aside={<span className="muted small">Times in UTC</span>} flush>
      {entries.length === 0 ? (
        <p className="muted panel-body m-0">
          Nobody has done anything to it: its schedule alone made it.
        </p>
      ) : (
        <ol className="trail" reversed>
          {entries.map((entry) => (
            <li key={entry.id}>
              <ExactTime at={entry.at} now={now} />
              <span className="hostile">
                <strong>{entry.actorName}</strong> {toActSentence(entry, "it")}{" "}
                <span className="muted small">
                  {entry.action}
                  {entry.address === null ? "" : `, from ${entry.address}`}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
