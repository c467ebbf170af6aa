import type { AlertDto } from "#lib/alerts/dto";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  InfoIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

export function SeverityBadge({ severity }: { severity: AlertDto["severity"] }) {
  return severity === "critical" ? (
    <Badge tone="bad" icon={<CrossCircleIcon />}>
      Critical
    </Badge>
  ) : (
    <Badge tone="warn" icon={<WarningIcon />}>
      Warning
    </Badge>
  );
}

/** Nothing for one that is simply open: its severity says enough. */
export function AlertStatusBadge({ alert }: { alert: AlertDto }) {
  switch (alert.status) {
    case "open":
      return null;
    case "acknowledged":
      return (
        <Badge tone="run" icon={<InfoIcon />}>
          Acknowledged
        </Badge>
      );
    case "closed":
      return (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Closed
        </Badge>
      );
  }
}
