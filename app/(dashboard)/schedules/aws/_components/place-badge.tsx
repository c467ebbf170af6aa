import type { PlaceDto } from "#lib/eventbridge/dto";
import { CheckCircleIcon, RepeatIcon, WarningIcon } from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";

/** How everything of ours in an account and region stands. */
export function PlaceBadge({ place }: { place: Pick<PlaceDto, "status" | "comparing"> }) {
  switch (place.status) {
    case "setting_up":
      return (
        <Badge tone="run" icon={<RepeatIcon className="spin" />}>
          Being set up
        </Badge>
      );
    case "removing":
      return (
        <Badge tone="run" icon={<RepeatIcon className="spin" />}>
          Being taken away
        </Badge>
      );
    case "attention":
      return (
        <Badge tone="warn" icon={<WarningIcon />}>
          Needs you
        </Badge>
      );
    case "ready":
      return (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Ready
        </Badge>
      );
  }
}
