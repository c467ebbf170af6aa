import { toActHref } from "#lib/audit/act-href.pure";
import { toActSentence } from "#lib/audit/act-sentence.pure";
import type { AuditEntryDto } from "#lib/audit/dto";
import { CopyableId } from "../../../_components/copyable-id";
import { ExactTime } from "../../../_components/exact-time";
import { Link } from "../../../_components/link";
import { toActorHref, toChanges } from "./entry-words.pure";

/** Newest first; each unfolds to what it changed. */
export function EntryList(props: {
  entries: readonly AuditEntryDto[];
  /** Numbers are told to nobody else. */
  seesAll: boolean;
  now: number;
}) {
  return (
    <ol className="trail" reversed>
      {props.entries.map((entry) => (
        <li key={entry.id}>
          <ExactTime at={entry.at} now={props.now} />
          <details className="entry">
            <summary className="hostile">
              <strong>{entry.actorName}</strong>
              {entry.actorType === "token" ? " (API token)" : ""} {toActSentence(entry)}{" "}
              <span className="muted small">
                <code>{entry.action}</code> {entry.targetType} {entry.targetId ?? ""}
              </span>
            </summary>
            <Changes entry={entry} />
            <Facts entry={entry} seesAll={props.seesAll} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Changes({ entry }: { entry: AuditEntryDto }) {
  const changes = toChanges(entry);
  if (changes.length === 0) return null;
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <td>{field}</td>
            <td data-label="Before" className="hostile">
              {before ?? <span className="muted">–</span>}
            </td>
            <td data-label="After" className="hostile">
              {after ?? <span className="muted">–</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ entry, seesAll }: { entry: AuditEntryDto; seesAll: boolean }) {
  const href = toActHref(entry);
  return (
    <dl className="facts">
      <dt>Done by</dt>
      <dd className="hostile">
        <Link href={toActorHref(entry)}>All of {entry.actorName}</Link>
      </dd>
      {seesAll ? (
        <>
          <dt>Entry</dt>
          <dd>{entry.seq === null ? "not in the chain" : entry.seq.toLocaleString("en-US")}</dd>
        </>
      ) : null}
      <dt>Request</dt>
      <dd>
        <CopyableId id={entry.requestId} />
      </dd>
      {entry.address === null ? null : (
        <>
          <dt>From</dt>
          <dd>{entry.address}</dd>
        </>
      )}
      {entry.tokenId === null ? null : (
        <>
          <dt>API token</dt>
          <dd>
            <CopyableId id={entry.tokenId} />
          </dd>
        </>
      )}
      {entry.awsRequestIds.length === 0 ? null : (
        <>
          <dt>AWS requests</dt>
          <dd>
            {entry.awsRequestIds.map((id) => (
              <span key={id} className="d-block">
                <CopyableId id={id} />
              </span>
            ))}
          </dd>
        </>
      )}
      {href === null ? null : (
        <>
          <dt>Done to</dt>
          <dd>
            <Link href={href}>{entry.targetId ?? entry.targetType}</Link>
          </dd>
        </>
      )}
    </dl>
  );
}
