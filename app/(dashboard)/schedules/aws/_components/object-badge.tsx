import type { ReactNode } from "react";
import type { EventbridgeObjectDto } from "#lib/eventbridge/dto";
import type { EventbridgeState } from "#lib/db/schema/constants";
import type { Tone } from "../../../../_components/backup-status";
import { TrashIcon } from "../../../../_components/icons";
import {
  CheckCircleIcon,
  ClockIcon,
  CrossCircleIcon,
  QuestionIcon,
  RepeatIcon,
  WarningIcon,
} from "../../../../_components/outcome-icons";
import { Badge } from "../../../../_components/status-badge";

interface Look {
  tone: Tone;
  icon: ReactNode;
  word: string;
}

const WANTED: Readonly<Record<EventbridgeState, Look>> = {
  waiting: { tone: "quiet", icon: <ClockIcon />, word: "Waiting" },
  settling: { tone: "run", icon: <RepeatIcon className="spin" />, word: "Working" },
  ready: { tone: "ok", icon: <CheckCircleIcon />, word: "Ready" },
  changed: { tone: "warn", icon: <WarningIcon />, word: "Changed" },
  missing: { tone: "warn", icon: <QuestionIcon />, word: "Missing" },
  failed: { tone: "bad", icon: <CrossCircleIcon />, word: "Failed" },
};

const LEAVING: Readonly<Record<EventbridgeState, Look>> = {
  ...WANTED,
  waiting: { tone: "quiet", icon: <TrashIcon />, word: "To be removed" },
  settling: { tone: "run", icon: <RepeatIcon className="spin" />, word: "Being removed" },
  ready: { tone: "quiet", icon: <TrashIcon />, word: "To be removed" },
  failed: { tone: "bad", icon: <CrossCircleIcon />, word: "Not removed" },
};

/** How one of AWS's objects stands. */
export function ObjectBadge(props: { object: Pick<EventbridgeObjectDto, "wanted" | "state"> }) {
  const { wanted, state } = props.object;
  const { tone, icon, word } = (wanted ? WANTED : LEAVING)[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
