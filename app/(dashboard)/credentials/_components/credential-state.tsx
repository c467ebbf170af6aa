import type { CredentialDto } from "#lib/credentials/dto";
import { CheckCircleIcon, CrossCircleIcon, QuestionIcon } from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

export function CredentialState({ credential }: { credential: CredentialDto }) {
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
  return (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      Works
    </Badge>
  );
}
