import type { Permission } from "#lib/auth/permissions";
import type { NeedsYouDto } from "#lib/instances/dto";
import { BackUpNow, type BackUpTarget } from "../../_components/back-up-now";
import { Link } from "../../_components/link";
import { toInstanceLink } from "./instance-link.pure";

/** What mends an instance. */
export function InstanceAct(props: {
  item: NeedsYouDto;
  may: (permission: Permission) => boolean;
}) {
  const { item, may } = props;
  const { href, words } = toInstanceLink(item, may);
  const isToBackUp = item.health.action === "backup_now" && may("backups.create");
  return (
    <>
      {isToBackUp && item.lastEndedBackupId === null ? null : <Go href={href}>{words}</Go>}
      {isToBackUp ? <BackUpNow target={toTarget(item)} look="row" /> : null}
    </>
  );
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
