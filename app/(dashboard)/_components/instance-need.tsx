import type { Permission } from "#lib/auth/permissions";
import { Link } from "../../_components/link";
import { WarningIcon } from "../../_components/outcome-icons";
import { InstanceAct } from "./instance-act";
import type { Need } from "./needs.pure";

type InstancesNeed = Extract<Need, { type: "instances" }>;

/** What no alert tells of: an instance, or all behind a refused credential. */
export function InstanceNeed(props: {
  need: InstancesNeed;
  may: (permission: Permission) => boolean;
}) {
  const { first, instances } = props.need;
  return (
    <li>
      <WarningIcon className="text-bad" />
      <div className="row-main">
        <NeedTitle need={props.need} />
        <span>{first.health.text}</span>{" "}
        <span className="muted small">
          {instances.length === 1 ? `${first.region}, ` : ""}account {first.accountId}
        </span>
      </div>
      <div className="row-side">
        <InstanceAct item={first} may={props.may} />
      </div>
    </li>
  );
}

function NeedTitle({ need }: { need: InstancesNeed }) {
  const { first, instances } = need;
  if (instances.length > 1) {
    return (
      <Link
        href={`/instances?health=needs_you&credentialId=${first.credentialId ?? ""}`}
        className="row-title"
      >
        {instances.length} instances
      </Link>
    );
  }
  return (
    <Link href={`/instances/${first.id}`} className="row-title hostile cut" dir="auto">
      {first.name || first.instanceId}
    </Link>
  );
}
