import type { RetentionPolicyDto } from "#lib/retention/dto";
import { CheckCircleIcon, PauseCircleIcon } from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

/** Colour never speaks alone: what it says is in the word. */
export function EnforcedBadge({ policy }: { policy: Pick<RetentionPolicyDto, "enforced"> }) {
  return policy.enforced ? (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      Enforced
    </Badge>
  ) : (
    <Badge tone="quiet" icon={<PauseCircleIcon />}>
      Switched off
    </Badge>
  );
}
