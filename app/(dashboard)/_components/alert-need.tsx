import type { Permission } from "#lib/auth/permissions";
import type { NeedsYouDto } from "#lib/instances/dto";
import { Link } from "../../_components/link";
import { CrossCircleIcon, WarningIcon } from "../../_components/outcome-icons";
import { RelativeTime } from "../../_components/relative-time";
import { WhatToDo } from "../../_components/what-to-do";
import { AcknowledgeButton } from "../alerts/_components/acknowledge-button";
import { toAlertAct } from "../alerts/_components/alert-act.pure";
import { AlertStatusBadge } from "../alerts/_components/alert-badges";
import { InstanceAct, Go } from "./instance-act";
import type { Need } from "./needs.pure";

const NAMED = 3;

/** An alert with the instances that it tells of. */
export function AlertNeed(props: {
  need: Extract<Need, { type: "alert" }>;
  now: number;
  may: (permission: Permission) => boolean;
}) {
  const { may } = props;
  const { alert, instances } = props.need;
  const [first] = instances;
  const act = toAlertAct(alert);
  return (
    <li>
      {alert.severity === "critical" ? (
        <CrossCircleIcon className="text-bad" />
      ) : (
        <WarningIcon className="text-warn" />
      )}
      <div className="row-main">
        <Link href={`/alerts/${alert.id}`} className="row-title hostile" dir="auto">
          {alert.title}
        </Link>
        <span className="hostile d-block">{alert.message}</span>
        <WhatToDo text={alert.suggestion} />
        <span className="muted small">
          <Names alertId={alert.id} instances={instances} count={alert.memberCount} />
          {alert.severity}, opened <RelativeTime at={alert.openedAt} now={props.now} />
          {alert.acknowledgedBy === null ? "" : `, looked after by ${alert.acknowledgedBy}`}
        </span>
      </div>
      <div className="row-side">
        <AlertStatusBadge alert={alert} />
        {first !== undefined && instances.length === 1 && alert.memberCount <= 1 ? (
          <InstanceAct item={first} may={may} />
        ) : (
          <Go href={act?.href ?? `/alerts/${alert.id}`}>{act?.words ?? "Show the alert"}</Go>
        )}
        {alert.mayBeAcknowledged && may("alerts.acknowledge") ? (
          <AcknowledgeButton alertId={alert.id} title={alert.title} look="row" />
        ) : null}
      </div>
    </li>
  );
}

function Names(props: { alertId: string; instances: readonly NeedsYouDto[]; count: number }) {
  const { alertId, instances, count } = props;
  const named = instances.slice(0, NAMED);
  const more = Math.max(count, instances.length) - named.length;
  if (named.length === 0) return null;
  return (
    <span className="d-block">
      {named.map(({ id, name, instanceId }, index) => (
        <span key={id}>
          {index === 0 ? "" : ", "}
          <Link href={`/instances/${id}`} className="hostile" dir="auto">
            {name || instanceId}
          </Link>
        </span>
      ))}
      {more > 0 ? (
        <>
          {" and "}
          <Link href={`/alerts/${alertId}`}>{more} more</Link>
        </>
      ) : null}
    </span>
  );
}
