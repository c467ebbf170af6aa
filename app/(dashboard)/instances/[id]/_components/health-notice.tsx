import type { Permission } from "#lib/auth/permissions";
import type { InstanceDto } from "#lib/instances/dto";
import { Link } from "../../../../_components/link";
import { Notice } from "../../../../_components/notice";

interface NoticeProps {
  instance: InstanceDto;
  may: (permission: Permission) => boolean;
}

/** Why it needs somebody, with a way to what fixes it. */
export function HealthNotice({ instance, may }: NoticeProps) {
  if (instance.removedAt !== null) {
    return (
      <Notice tone="quiet">
        <p>
          <strong>It was removed from protection.</strong> Its backups and their images stay.
        </p>
      </Notice>
    );
  }
  const { health } = instance;
  if (health.status !== "needs_you" && health.status !== "paused") return null;
  return (
    <Notice tone={health.status === "paused" ? "quiet" : "bad"}>
      <p>
        <strong>{health.text}</strong> <Way instance={instance} may={may} />
      </p>
    </Notice>
  );
}

function Way({ instance, may }: NoticeProps) {
  switch (instance.health.action) {
    case "backup_now":
      return instance.lastEndedBackupId === null ? null : (
        <Link href={`/backups/${instance.lastEndedBackupId}`}>See why</Link>
      );
    case "fix_credential":
      return instance.credentialId === null ? null : (
        <Link href={`/credentials/${instance.credentialId}`}>Look at its credential</Link>
      );
    case "choose_credential":
      return may("credentials.write") ? (
        <Link href="/credentials/new">Add a credential</Link>
      ) : null;
    default:
      return null;
  }
}
