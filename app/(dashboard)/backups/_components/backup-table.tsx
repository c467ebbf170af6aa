"use client";

import type { BackupDto } from "#lib/backups/dto";
import type { BackupStatus } from "#lib/db/schema/constants";
import { ExactTime } from "../../../_components/exact-time";
import { LockIcon } from "../../../_components/icons";
import { InstanceName } from "../../../_components/instance-name";
import { Link } from "../../../_components/link";
import { LiveProgress, LiveStatus } from "../../../_components/live/live-status";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import { toGiBText } from "../../../_components/size.pure";
import { PickCell, PickHead } from "../../../_components/selection/pick-box";
import { toBackupLabel } from "./backup-label.pure";
import { toTookText } from "./took-text.pure";

/**
 * Newest first. Rows change in place while something moves. They are sent to the browser as data:
 * elements would go twice, as HTML and as React's own account of it.
 */
export function BackupTable(props: {
  backups: readonly BackupDto[];
  now: number;
  /** Left out on an instance's own page. */
  withInstance: boolean;
  /** Several can be chosen: inside of a SelectionProvider. */
  selectable?: boolean;
}) {
  return (
    <table className={props.withInstance ? "list list-cards list-wide" : "list list-cards"}>
      <thead>
        <tr>
          {props.selectable === true ? <PickHead /> : null}
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
      {props.selectable === true ? <PickCell id={backup.id} label={toBackupLabel(backup)} /> : null}
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
      <MaybeCell label="Took">{toTookText(backup)}</MaybeCell>
      <MaybeCell label="Image">
        {backup.imageId === null ? null : <code className="cut">{backup.imageId}</code>}
      </MaybeCell>
      <MaybeCell label="Full size, at most" className="num">
        {backup.sizeBytes === null ? null : toGiBText(backup.sizeBytes)}
      </MaybeCell>
    </tr>
  );
}

/** Whoever reads down the list wants to know why without opening each. */
const EXPLAINED: ReadonlySet<BackupStatus> = new Set([
  "failed",
  "missed",
  "skipped",
  "gone",
  "deleting",
  "deleted",
  "forgotten",
]);

function StatusCell({ backup }: { backup: BackupDto }) {
  return (
    <span className="status-cell">
      <Link href={`/backups/${backup.id}`}>
        <LiveStatus {...backup} />
      </Link>
      {backup.held ? (
        <span className="muted small">
          <LockIcon /> Held
        </span>
      ) : null}
      <LiveProgress {...backup} label="Progress of the image" />
      {EXPLAINED.has(backup.status) && backup.statusReason !== null ? (
        <span className="muted small cut-lines hostile" title={backup.statusReason}>
          {backup.statusReason}
        </span>
      ) : null}
    </span>
  );
}
