import type { ChannelDto } from "#lib/channels/dto";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  PauseCircleIcon,
  QuestionIcon,
} from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";

export function ChannelState({ channel }: { channel: ChannelDto }) {
  if (!channel.enabled) {
    return (
      <Badge tone="quiet" icon={<PauseCircleIcon />}>
        Off
      </Badge>
    );
  }
  if (channel.lastError !== null) {
    return (
      <Badge tone="bad" icon={<CrossCircleIcon />}>
        Does not get through
      </Badge>
    );
  }
  if (channel.lastSentAt === null) {
    return (
      <Badge tone="quiet" icon={<QuestionIcon />}>
        Not used yet
      </Badge>
    );
  }
  return (
    <Badge tone="ok" icon={<CheckCircleIcon />}>
      Works
    </Badge>
  );
}
