import type { ReactNode } from "react";
import type { AlertDeliveryDto } from "#lib/alerts/dto";
import { RelativeTime } from "../../../_components/relative-time";
import { DeliveryBadge } from "./delivery-badge";
import { EVENT_WORDS } from "./event-words";

type Told = Pick<
  AlertDeliveryDto,
  "event" | "error" | "attempts" | "status" | "sentAt" | "createdAt"
>;

/** One message: what it was, when, and whether it got through. */
export function DeliveryRow(props: { delivery: Told; now: number; children: ReactNode }) {
  const { delivery } = props;
  return (
    <li>
      <div className="row-main">
        {props.children}
        <span className="muted small">{EVENT_WORDS[delivery.event] ?? delivery.event}</span>
        {delivery.error === null ? null : (
          <span className="muted small hostile d-block">
            {delivery.error} (tried {delivery.attempts} ×)
          </span>
        )}
      </div>
      <div className="row-side">
        <span className="muted small">
          <RelativeTime at={delivery.sentAt ?? delivery.createdAt} now={props.now} />
        </span>
        <DeliveryBadge delivery={delivery} />
      </div>
    </li>
  );
}
