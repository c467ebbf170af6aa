import type { DiscoveredStatus } from "#lib/discovery/schemas";
import {
  CheckCircleIcon,
  QuestionIcon,
  SlashIcon,
  WarningIcon,
} from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";
import { STATUS_WORDS } from "./status-words";

const LOOKS = {
  unprotected: { tone: "warn", icon: <WarningIcon /> },
  protected: { tone: "ok", icon: <CheckCircleIcon /> },
  ignored: { tone: "quiet", icon: <SlashIcon /> },
  gone: { tone: "quiet", icon: <QuestionIcon /> },
} as const;

export function ProtectionBadge({ status }: { status: DiscoveredStatus }) {
  return <Badge {...LOOKS[status]}>{STATUS_WORDS[status]}</Badge>;
}
