import type { AlertDeliveryDto } from "#lib/alerts/dto";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  HourglassIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

/** Whether what was to be told got through. */
export function DeliveryBadge({
  delivery,
}: {
  delivery: Pick<AlertDeliveryDto, "status" | "error">;
}) {
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
