import type { HealthDto } from "#lib/instances/dto";
import { CheckCircleIcon, ClockIcon, PauseCircleIcon, WarningIcon } from "./outcome-icons";
import { Badge } from "./status-badge";

export function HealthBadge({ health }: { health: HealthDto }) {
  switch (health.status) {
    case "protected":
      return (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Protected
        </Badge>
      );
    case "waiting":
      return (
        <Badge tone="quiet" icon={<ClockIcon />}>
          Waiting
        </Badge>
      );
    case "paused":
      return (
        <Badge tone="quiet" icon={<PauseCircleIcon />}>
          Paused
        </Badge>
      );
    case "needs_you":
      return (
        <Badge tone="bad" icon={<WarningIcon />}>
          Needs you
        </Badge>
      );
  }
}
