import type { AlertDeliveryDto } from "#lib/alerts/dto";
import { DeliveryRow } from "./delivery-row";

/** Who was told, and whether it got through. */
export function ToldList(props: { deliveries: readonly AlertDeliveryDto[]; now: number }) {
  return (
    <ul className="rows">
      {props.deliveries.map((delivery) => (
        <DeliveryRow
          key={`${delivery.channelId}/${delivery.event}/${delivery.createdAt}`}
          delivery={delivery}
          now={props.now}
        >
          <span className="row-title hostile" dir="auto">
            {delivery.channelName}
          </span>
        </DeliveryRow>
      ))}
    </ul>
  );
}
