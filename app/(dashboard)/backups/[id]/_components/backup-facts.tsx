import type { BackupDetailDto } from "#lib/backups/dto";
import type { InstanceRetentionDto } from "#lib/retention/dto";
import { CopyableId } from "../../../../_components/copyable-id";
import { Link } from "../../../../_components/link";
import { Panel } from "../../../../_components/panel";
import { toTookText } from "../../_components/took-text.pure";
import { toGiBText } from "../../../../_components/size.pure";
import { KeptBecause } from "./kept-because";

export function BackupFacts(props: {
  backup: BackupDetailDto;
  retention: InstanceRetentionDto;
  now: number;
}) {
  const { backup, retention, now } = props;
  const { instance } = backup;
  const yet = backup.endedAt === null ? " yet" : "";
  // A missed or skipped moment has a name in store, and no attempt was made under it.
  const neverMade = backup.endedAt !== null && backup.startedAt === null && backup.imageId === null;
  const took = toTookText(backup);
  return (
    <Panel title="Facts">
      <dl className="facts">
        <dt>Instance</dt>
        <dd>
          <Link href={`/instances/${instance.id}`} className="hostile" dir="auto">
            {instance.name || instance.instanceId}
          </Link>
          <br />
          <CopyableId id={instance.instanceId} label="the instance’s id" />
        </dd>
        <dt>Account</dt>
        <dd>
          <CopyableId id={instance.accountId} label="the account’s number" />
        </dd>
        <dt>Region</dt>
        <dd>{instance.region}</dd>
        <dt>Image</dt>
        <dd>
          {backup.imageId === null ? (
            `none${yet}`
          ) : (
            <CopyableId id={backup.imageId} label="the image’s id" />
          )}
          {backup.imageState === null ? null : (
            <span className="muted small"> AWS says {backup.imageState}</span>
          )}
        </dd>
        <dt>Image name</dt>
        <dd>
          {backup.imageName === null || neverMade ? `none${yet}` : <code>{backup.imageName}</code>}
        </dd>
        <dt>Full size, at most</dt>
        <dd>{backup.sizeBytes === null ? `not known${yet}` : toGiBText(backup.sizeBytes)}</dd>
        {neverMade ? null : (
          <>
            <dt>Instance meanwhile</dt>
            <dd>{backup.reboot ? "rebooted" : "kept running"}</dd>
          </>
        )}
        <dt>Asked for by</dt>
        <dd className="hostile">
          <AskedBy backup={backup} />
        </dd>
        {backup.scheduler === "local" ? null : (
          <>
            <dt>Started by</dt>
            <dd>AWS itself (EventBridge)</dd>
          </>
        )}
        {took === null ? null : (
          <>
            <dt>Took</dt>
            <dd>{took}</dd>
          </>
        )}
        <dt>Attempts</dt>
        <dd>{neverMade ? "none" : backup.attemptNumber}</dd>
        {backup.status === "available" ? (
          <>
            <dt>Kept</dt>
            <dd>
              <KeptBecause backup={backup} retention={retention} now={now} />
            </dd>
          </>
        ) : null}
        <dt>Backup</dt>
        <dd>
          <CopyableId id={backup.id} label="the backup’s id" />
        </dd>
      </dl>
    </Panel>
  );
}

/** A person, its schedules by their names, or AWS, where it was found. */
function AskedBy({ backup }: { backup: BackupDetailDto }) {
  if (backup.requestedBy !== null) return backup.requestedBy;
  if (backup.kind === "adopted") return "nobody here: it was found in AWS";
  if (backup.schedules.length === 0) return "its schedule";
  return backup.schedules.map(({ id, name, isDeleted }) => (
    <span key={id} className="d-block">
      {isDeleted ? `${name} (deleted)` : <Link href={`/schedules/${id}`}>{name}</Link>}
    </span>
  ));
}
