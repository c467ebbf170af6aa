import type { Permission } from "#lib/auth/permissions";
import type { NeedsYouDto } from "#lib/instances/dto";
import { BackUpNow, type BackUpTarget } from "../../_components/back-up-now";
import { Link } from "../../_components/link";

/** What mends an instance. */
export function InstanceAct(props: {
  item: NeedsYouDto;
  may: (permission: Permission) => boolean;
}) {
  const { item, may } = props;
  const instancePage = `/instances/${item.id}`;
  switch (item.health.action) {
    case "backup_now":
      return (
        <>
          {item.lastEndedBackupId === null ? null : (
            <Go href={`/backups/${item.lastEndedBackupId}`}>See why</Go>
          )}
          {may("backups.create") ? <BackUpNow target={toTarget(item)} look="row" /> : null}
        </>
      );
    case "fix_credential":
      return item.credentialId === null ? null : (
        <Go href={`/credentials/${item.credentialId}`}>Look at the credential</Go>
      );
    case "choose_credential":
      return <Go href={instancePage}>Choose a credential</Go>;
    case "choose_schedule":
      return <Go href={instancePage}>Choose a schedule</Go>;
    case "remove_instance":
      return <Go href={instancePage}>Remove it</Go>;
    case "check_jobs":
      return <Go href="/settings">Look at the jobs</Go>;
    case "resume":
    case null:
      return <Go href={instancePage}>Show it</Go>;
  }
}

/** No more of it than the dialog shows goes to the browser. */
function toTarget({
  id,
  instanceId,
  name,
  region,
  accountId,
  rebootOnBackup,
}: NeedsYouDto): BackUpTarget {
  return { id, instanceId, name, region, accountId, rebootOnBackup };
}

export function Go({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="btn btn-plain btn-sm">
      {children}
    </Link>
  );
}
