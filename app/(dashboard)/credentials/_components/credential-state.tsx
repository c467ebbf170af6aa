import type { CredentialDto } from "#lib/credentials/dto";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  QuestionIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

/** Temporary keys whose end has passed. */
export function isOver({ expiresAt }: Pick<CredentialDto, "expiresAt">, now: number): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now;
}

export function CredentialState({ credential, now }: { credential: CredentialDto; now: number }) {
  if (isOver(credential, now)) {
    return (
      <Badge tone="bad" icon={<CrossCircleIcon />}>
        Ended
      </Badge>
    );
  }
  if (credential.validationError !== null) {
    return (
      <Badge tone="bad" icon={<CrossCircleIcon />}>
        Refused
      </Badge>
    );
  }
  if (credential.validatedAt === null) {
    return (
      <Badge tone="quiet" icon={<QuestionIcon />}>
        Not checked
      </Badge>
    );
  }
  const missing = credential.missingPermissions.length;
  if (missing > 0) {
    return (
      <Badge tone="warn" icon={<WarningIcon />}>
        {missing === 1 ? "1 permission missing" : `${missing} permissions missing`}
      </Badge>
    );
  }
  return (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      Works
    </Badge>
  );
}
