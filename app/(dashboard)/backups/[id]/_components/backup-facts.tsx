import Link from "next/link";
import type { BackupDetailDto } from "#lib/backups/dto";
import { CopyableId } from "../../../../_components/copyable-id";
import { Panel } from "../../../../_components/panel";
import { RelativeTime } from "../../../../_components/relative-time";
import { toGiBText } from "../../../../_components/size.pure";

export function BackupFacts({ backup, now }: { backup: BackupDetailDto; now: number }) {
  const { instance } = backup;
  const yet = backup.endedAt === null ? " yet" : "";
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
        <dd>{backup.imageName === null ? `none${yet}` : <code>{backup.imageName}</code>}</dd>
        <dt>Full size, at most</dt>
        <dd>{backup.sizeBytes === null ? `not known${yet}` : toGiBText(backup.sizeBytes)}</dd>
        <dt>Instance meanwhile</dt>
        <dd>{backup.reboot ? "rebooted" : "kept running"}</dd>
        <dt>Asked for by</dt>
        <dd className="hostile">{backup.requestedBy ?? "its schedule"}</dd>
        <dt>Attempts</dt>
        <dd>{backup.attemptNumber}</dd>
        <dt>Kept</dt>
        <dd>
          {backup.hold === null ? (
            "until it is deleted; retention is not enforced yet"
          ) : (
            <>
              held by <span className="hostile">{backup.hold.by ?? "a person"}</span>{" "}
              <RelativeTime at={backup.hold.at} now={now} />
            </>
          )}
        </dd>
        <dt>Backup</dt>
        <dd>
          <CopyableId id={backup.id} label="the backup’s id" />
        </dd>
      </dl>
    </Panel>
  );
}
