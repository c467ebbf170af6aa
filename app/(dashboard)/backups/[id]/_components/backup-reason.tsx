import { NOT_STARTED_CODE } from "#lib/backups/aws-looks.pure";
import type { BackupDetailDto } from "#lib/backups/dto";
import type { RetainedDto } from "#lib/retention/dto";
import { BackUpNow } from "../../../../_components/back-up-now";
import { STATUS_LOOKS } from "../../../../_components/backup-status";
import { Link } from "../../../../_components/link";
import { Notice } from "../../../../_components/notice";
import { RelativeTime } from "../../../../_components/relative-time";
import { Suggestion } from "../../../../_components/suggestion";

/** Its own backup may not come any more. */
function mayHelp({ status, statusCode }: BackupDetailDto): boolean {
  if (status === "expected") return statusCode === NOT_STARTED_CODE;
  return status === "failed" || status === "missed";
}

/** Why it is where it is, and what to do about it. */
export function BackupReason(props: {
  backup: BackupDetailDto;
  /** What was made since then. */
  later: RetainedDto | null;
  now: number;
  mayBackUp: boolean;
}) {
  const { backup, later } = props;
  const { tone } = STATUS_LOOKS[backup.status];
  return (
    <>
      {backup.statusReason === null ? null : (
        <Notice tone={tone === "bad" || tone === "warn" ? tone : "quiet"}>
          <p className="hostile">
            <strong>{backup.statusReason}</strong>
          </p>
          {later?.createdAt ? (
            <p>
              A later backup is good:{" "}
              <Link href={`/backups/${later.backupId}`}>
                made <RelativeTime at={later.createdAt} now={props.now} />
              </Link>
              .
            </p>
          ) : null}
          {backup.suggestion === null ? null : <Suggestion text={backup.suggestion} />}
          {backup.functionLogUrl === null ? null : (
            <p>
              <a href={backup.functionLogUrl} target="_blank" rel="noreferrer">
                The function’s log in AWS
              </a>
            </p>
          )}
          {backup.statusCode === null ? null : (
            <p className="small">
              Code <code>{backup.statusCode}</code>
            </p>
          )}
          {props.mayBackUp && mayHelp(backup) ? (
            <p>
              <BackUpNow
                target={{ ...backup.instance, rebootOnBackup: backup.reboot }}
                look="row"
              />
            </p>
          ) : null}
        </Notice>
      )}
      {backup.secondImageId === null ? null : (
        <Notice tone="warn">
          <p>
            <strong>A second live image carries this backup’s tag.</strong> Look at{" "}
            <code>{backup.secondImageId}</code> in AWS and decide which one stays. Nothing was
            removed.
          </p>
        </Notice>
      )}
    </>
  );
}
