import type { BackupDto } from "#lib/backups/dto";
import { ExactTime } from "../../../_components/exact-time";
import { InstanceName } from "../../../_components/instance-name";
import { Link } from "../../../_components/link";
import { LiveProgress, LiveStatus } from "../../../_components/live/live-status";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import { toDuration } from "../../../_components/relative-time.pure";
import { toGiBText } from "../../../_components/size.pure";
import { BULK_FORM, BULK_NAME } from "./bulk-form";

/** Newest first. Rows change in place while something moves. */
export function BackupTable(props: {
  backups: readonly BackupDto[];
  now: number;
  /** Left out on an instance's own page. */
  withInstance: boolean;
  /** Several can be chosen; see bulk-delete.tsx. */
  selectable?: boolean;
}) {
  return (
    <table className={props.withInstance ? "list list-cards list-wide" : "list list-cards"}>
      <thead>
        <tr>
          {props.selectable === true ? (
            <th scope="col">
              <span className="visually-hidden">Choose</span>
            </th>
          ) : null}
          <th scope="col">Status</th>
          {props.withInstance ? <th scope="col">Instance</th> : null}
          {props.withInstance ? <th scope="col">Account and region</th> : null}
          <th scope="col">Due</th>
          <th scope="col">Took</th>
          <th scope="col">Image</th>
          <th scope="col" className="num wrap">
            Full size, at most
          </th>
        </tr>
      </thead>
      <tbody>
        {props.backups.map((backup) => (
          <BackupRow key={backup.id} backup={backup} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function BackupRow(props: {
  backup: BackupDto;
  now: number;
  withInstance: boolean;
  selectable?: boolean;
}) {
  const { backup, now } = props;
  const { instance } = backup;
  return (
    <tr>
      {props.selectable === true ? (
        <td className="pick">
          <input
            type="checkbox"
            className="form-check-input"
            form={BULK_FORM}
            name={BULK_NAME}
            value={backup.id}
            aria-label={`Choose the backup of ${instance.name || instance.instanceId}, due ${backup.dueAt}`}
          />
        </td>
      ) : null}
      <td>
        <StatusCell backup={backup} />
      </td>
      {props.withInstance ? (
        <td>
          <InstanceName {...instance} />
        </td>
      ) : null}
      {props.withInstance ? (
        <td data-label="Account and region">
          <span className="two-lines">
            <span>{instance.region}</span>
            <span className="muted small">{instance.accountId}</span>
          </span>
        </td>
      ) : null}
      <td className="line" data-label="Due">
        <span className="two-lines">
          <Link href={`/backups/${backup.id}`}>
            <ExactTime at={backup.dueAt} now={now} />
          </Link>
          <span className="muted small">
            <RelativeTime at={backup.dueAt} now={now} />, {backup.kind}
          </span>
        </span>
      </td>
      <MaybeCell label="Took">{durationOf(backup)}</MaybeCell>
      <MaybeCell label="Image">
        {backup.imageId === null ? null : <code className="cut">{backup.imageId}</code>}
      </MaybeCell>
      <MaybeCell label="Full size, at most" className="num">
        {backup.sizeBytes === null ? null : toGiBText(backup.sizeBytes)}
      </MaybeCell>
    </tr>
  );
}

function StatusCell({ backup }: { backup: BackupDto }) {
  return (
    <span className="status-cell">
      <Link href={`/backups/${backup.id}`}>
        <LiveStatus {...backup} />
      </Link>
      <LiveProgress {...backup} label="Progress of the image" />
      {backup.status === "failed" && backup.statusReason !== null ? (
        <span className="muted small cut hostile" title={backup.statusReason}>
          {backup.statusReason}
        </span>
      ) : null}
    </span>
  );
}

function durationOf(backup: BackupDto): string | null {
  if (backup.status !== "available" || backup.endedAt === null) return null;
  const from = backup.startedAt ?? backup.queuedAt;
  return from === null ? null : toDuration(Date.parse(backup.endedAt) - Date.parse(from));
}
