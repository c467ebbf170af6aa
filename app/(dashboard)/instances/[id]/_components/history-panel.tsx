import { toActSentence } from "#lib/audit/act-sentence.pure";
import type { InstanceHistoryDto } from "#lib/instances/dto";
import { AuditLink } from "../../../../_components/audit-link";
import { ExactTime } from "../../../../_components/exact-time";
import { Panel } from "../../../../_components/panel";
import { toChanges } from "./history-words.pure";

/** What was done to it and by whom, newest first. */
export function HistoryPanel(props: {
  entries: readonly InstanceHistoryDto[];
  hasMore: boolean;
  instanceId: string;
  now: number;
}) {
  const { entries } = props;
  return (
    <Panel title="History" aside={<span className="muted small">Times in UTC</span>} flush>
      {entries.length === 0 ? (
        <p className="muted panel-body m-0">Nothing yet.</p>
      ) : (
        <ol className="trail" reversed>
          {entries.map((entry) => (
            <li key={entry.id}>
              <ExactTime at={entry.at} now={props.now} />
              <span className="hostile">
                <strong>{entry.actorName}</strong>{" "}
                {toActSentence({ ...entry, targetType: "instance" }, "it")}
                {toChanges(entry).map((change) => (
                  <span key={change} className="d-block muted small">
                    {change}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ol>
      )}
      {props.hasMore ? (
        <p className="panel-foot muted m-0">
          Older entries are in the{" "}
          <AuditLink of={{ target: "instance", targetId: props.instanceId }} label="audit log" />.
        </p>
      ) : null}
    </Panel>
  );
}
