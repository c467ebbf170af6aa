import type { Permission } from "#lib/auth/permissions";
import type { InstanceDto, NeedsYouDto } from "#lib/instances/dto";
import { BackUpNow } from "../../_components/back-up-now";
import { Link } from "../../_components/link";
import { toBackUpTarget } from "../instances/_components/to-back-up-target";

/** What mends an instance. */
export function InstanceAct(props: {
  item: NeedsYouDto;
  instance: InstanceDto | undefined;
  may: (permission: Permission) => boolean;
}) {
  const { item, instance, may } = props;
  const instancePage = `/instances/${item.id}`;
  switch (item.health.action) {
    case "backup_now":
      return (
        <>
          {item.lastEndedBackupId === null ? null : (
            <Go href={`/backups/${item.lastEndedBackupId}`}>See why</Go>
          )}
          {instance !== undefined && may("backups.create") ? (
            <BackUpNow target={toBackUpTarget(instance)} look="row" />
          ) : null}
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

export function Go({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="btn btn-plain btn-sm">
      {children}
    </Link>
  );
}
