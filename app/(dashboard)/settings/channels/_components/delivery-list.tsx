import type { ChannelDeliveryDto } from "#lib/channels/dto";
import { Link } from "../../../../_components/link";
import { DeliveryRow } from "../../../alerts/_components/delivery-row";

/** What the channel was told last, and whether it got through. */
export function DeliveryList(props: { deliveries: readonly ChannelDeliveryDto[]; now: number }) {
  if (props.deliveries.length === 0) {
    return <p className="muted panel-body m-0">It was told of no alert yet.</p>;
  }
  return (
    <ul className="rows">
      {props.deliveries.map((delivery) => (
        <DeliveryRow
          key={`${delivery.alertId}/${delivery.event}/${delivery.createdAt}`}
          delivery={delivery}
          now={props.now}
        >
          <Link href={`/alerts/${delivery.alertId}`} className="row-title hostile cut" dir="auto">
            {delivery.title}
          </Link>
        </DeliveryRow>
      ))}
    </ul>
  );
}
