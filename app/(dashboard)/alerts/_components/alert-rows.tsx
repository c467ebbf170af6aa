import type { ReactNode } from "react";
import type { AlertDto } from "#lib/alerts/dto";
import { Link } from "../../../_components/link";
import { RelativeTime } from "../../../_components/relative-time";
import { WhatToDo } from "../../../_components/what-to-do";
import { AcknowledgeButton } from "./acknowledge-button";
import { toAlertAct } from "./alert-act.pure";
import { AlertStatusBadge, SeverityBadge } from "./alert-badges";
import { countMembers } from "./count-members.pure";

/** Alerts as a list: what it is, whom it befell, since when, and the act. */
export function AlertRows(props: {
  alerts: readonly AlertDto[];
  now: number;
  mayAcknowledge: boolean;
}) {
  return (
    <ul className="rows">
      {props.alerts.map((alert) => (
        <AlertRow key={alert.id} alert={alert} {...props} />
      ))}
    </ul>
  );
}

export function AlertRow(props: {
  alert: AlertDto;
  now: number;
  mayAcknowledge: boolean;
  /** The box by which it is chosen. */
  pick?: ReactNode;
}) {
  const { alert, now } = props;
  const act = alert.closedAt === null ? toAlertAct(alert) : null;
  const whom = countMembers(alert);
  return (
    <li>
      {props.pick === undefined ? null : <div className="row-pick">{props.pick}</div>}
      <div className="row-main">
        <Link href={`/alerts/${alert.id}`} className="row-title hostile" dir="auto">
          {alert.title}
        </Link>
        <span className="hostile d-block">{alert.message}</span>
        {alert.closedAt === null ? <WhatToDo text={alert.suggestion} /> : null}
        <span className="muted small">
          {whom === null ? "" : `${whom}, `}
          {alert.accountId === null ? "" : `account ${alert.accountId}, `}
          opened <RelativeTime at={alert.openedAt} now={now} />
          {alert.acknowledgedBy === null ? "" : `, acknowledged by ${alert.acknowledgedBy}`}
          {alert.closedAt === null ? null : (
            <>
              , closed <RelativeTime at={alert.closedAt} now={now} />
            </>
          )}
        </span>
        {act === null ? null : (
          <span className="d-block small">
            <Link href={act.href}>{act.words}</Link>
          </span>
        )}
      </div>
      <div className="row-side">
        <SeverityBadge severity={alert.severity} />
        <AlertStatusBadge alert={alert} />
        {alert.mayBeAcknowledged && props.mayAcknowledge ? (
          <AcknowledgeButton alertId={alert.id} title={alert.title} look="row" />
        ) : null}
      </div>
    </li>
  );
}
