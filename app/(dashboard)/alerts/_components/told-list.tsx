import type { AlertDeliveryDto } from "#lib/alerts/dto";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  HourglassIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

const EVENT_WORDS: Readonly<Record<string, string>> = {
  opened: "that it opened",
  repeated: "again",
  escalated: "by escalation",
  closed: "that it closed",
};

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

function DeliveryBadge({ delivery }: { delivery: AlertDeliveryDto }) {
  switch (delivery.status) {
    case "sent":
      return (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Told
        </Badge>
      );
    case "failed":
      return (
        <Badge tone="bad" icon={<CrossCircleIcon />}>
          Given up
        </Badge>
      );
    case "queued":
    case "sending":
      return delivery.error === null ? (
        <Badge tone="run" icon={<HourglassIcon />}>
          On its way
        </Badge>
      ) : (
        <Badge tone="warn" icon={<WarningIcon />}>
          Tried again soon
        </Badge>
      );
  }
}
