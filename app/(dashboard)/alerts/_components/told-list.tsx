import type { AlertDeliveryDto } from "#lib/alerts/dto";
import { RelativeTime } from "../../../_components/relative-time";
import { DeliveryBadge } from "./delivery-badge";
import { EVENT_WORDS } from "./event-words";

/** Who was told, and whether it got through. */
export function ToldList(props: { deliveries: readonly AlertDeliveryDto[]; now: number }) {
  return (
    <ul className="rows">
      {props.deliveries.map((delivery) => (
        <li key={`${delivery.channelId}/${delivery.event}/${delivery.createdAt}`}>
          <div className="row-main">
            <span className="row-title hostile" dir="auto">
              {delivery.channelName}
            </span>
            <span className="muted">{EVENT_WORDS[delivery.event] ?? delivery.event}</span>
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
      ))}
    </ul>
  );
}
