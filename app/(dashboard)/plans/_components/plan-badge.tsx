import type { ReactNode } from "react";
import type { PlanItemStatus, PlanStatus } from "#lib/db/schema/constants";
import type { Tone } from "../../../_components/backup-status";
import { TrashIcon } from "../../../_components/icons";
import {
  CheckCircleIcon,
  ClockIcon,
  CrossCircleIcon,
  HourglassIcon,
  RepeatIcon,
  SkipIcon,
  SlashIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

interface Look {
  word: string;
  tone: Tone;
  icon: ReactNode;
}

const PLAN_LOOKS: Readonly<Record<PlanStatus, Look>> = {
  gathering: { word: "Being made", tone: "run", icon: <RepeatIcon className="spin" /> },
  waiting: { word: "Waits for you", tone: "warn", icon: <WarningIcon /> },
  applying: { word: "Removing", tone: "run", icon: <RepeatIcon className="spin" /> },
  applied: { word: "Applied", tone: "quiet", icon: <CheckCircleIcon /> },
  cancelled: { word: "Cancelled", tone: "quiet", icon: <SlashIcon /> },
  expired: { word: "Expired", tone: "quiet", icon: <ClockIcon /> },
  failed: { word: "Failed", tone: "bad", icon: <CrossCircleIcon /> },
};

const ITEM_LOOKS: Readonly<Record<PlanItemStatus, Look>> = {
  gathering: { word: "Being looked at", tone: "run", icon: <HourglassIcon /> },
  ready: { word: "May go", tone: "quiet", icon: <CheckCircleIcon /> },
  blocked: { word: "Blocked", tone: "warn", icon: <WarningIcon /> },
  applying: { word: "Removing", tone: "run", icon: <RepeatIcon className="spin" /> },
  removed: { word: "Removed", tone: "quiet", icon: <TrashIcon /> },
  kept: { word: "Kept", tone: "ok", icon: <SkipIcon /> },
  failed: { word: "Failed", tone: "bad", icon: <CrossCircleIcon /> },
};

export const PLAN_WORDS = Object.fromEntries(
  Object.entries(PLAN_LOOKS).map(([status, { word }]) => [status, word]),
);

export const ITEM_WORDS = Object.fromEntries(
  Object.entries(ITEM_LOOKS).map(([status, { word }]) => [status, word]),
);

export function PlanBadge({ status }: { status: PlanStatus }) {
  const { word, tone, icon } = PLAN_LOOKS[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

export function ItemBadge({ status }: { status: PlanItemStatus }) {
  const { word, tone, icon } = ITEM_LOOKS[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
