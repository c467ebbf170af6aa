import type { ManagedUserDto } from "#lib/users/managed-user-dto";
import {
  CheckCircleIcon,
  HourglassIcon,
  PauseCircleIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

export function UserStateBadge({ user }: { user: ManagedUserDto }) {
  if (user.state === "deactivated") {
    return (
      <Badge tone="quiet" icon={<PauseCircleIcon />}>
        Deactivated
      </Badge>
    );
  }
  if (user.state === "active") {
    return (
      <Badge tone="ok" icon={<CheckCircleIcon />}>
        Active
      </Badge>
    );
  }
  if (user.link === null) {
    return (
      <Badge tone="warn" icon={<WarningIcon />}>
        Needs a new link
      </Badge>
    );
  }
  return (
    <Badge tone="run" icon={<HourglassIcon />}>
      {user.state === "invited" ? "Invited" : "Password reset"}
    </Badge>
  );
}
