import type { ChannelDeliveryDto } from "#lib/channels/dto";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { DeliveryBadge } from "../../../alerts/_components/delivery-badge";
import { EVENT_WORDS } from "../../../alerts/_components/event-words";

/** What the channel was told last, and whether it got through. */
export function DeliveryList(props: { deliveries: readonly ChannelDeliveryDto[]; now: number }) {
  if (props.deliveries.length === 0) {
    return <p className="muted panel-body m-0">It was told of no alert yet.</p>;
  }
  return (
    <ul className="rows">
      {props.deliveries.map((delivery) => (
        <li key={`${delivery.alertId}/${delivery.event}/${delivery.createdAt}`}>
          <div className="row-main">
            <Link href={`/alerts/${delivery.alertId}`} className="row-title hostile cut" dir="auto">
              {delivery.title}
            </Link>
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
      ))}
    </ul>
  );
}
