import type { ReactNode } from "react";
import type { BackupStatus, Scheduler } from "#lib/db/schema/constants";
import { lookOf } from "./backup-status";
import type { Tone } from "./backup-status";
import { TrashIcon } from "./icons";
import {
  CalendarMissedIcon,
  CheckCircleIcon,
  ClockIcon,
  CrossCircleIcon,
  HourglassIcon,
  QuestionIcon,
  RepeatIcon,
  SkipIcon,
  SlashIcon,
} from "./outcome-icons";

/** Colour never speaks alone: a badge is icon, word and colour. */
export function Badge({
  tone,
  icon,
  children,
}: {
  tone: Tone;
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={`badge-status tone-${tone}`}>
      {icon}
      {children}
    </span>
  );
}

export function StatusBadge(backup: { status: BackupStatus; scheduler?: Scheduler }) {
  const { status } = backup;
  const { tone, word } = lookOf(backup);
  return (
    <Badge tone={tone} icon={<StatusIcon status={status} />}>
      {word}
    </Badge>
  );
}

export function StatusIcon({ status }: { status: BackupStatus }) {
  switch (status) {
    case "expected":
      return <ClockIcon />;
    case "queued":
      return <HourglassIcon />;
    case "creating":
    case "pending":
      return <RepeatIcon className="spin" />;
    case "available":
      return <CheckCircleIcon />;
    case "failed":
      return <CrossCircleIcon />;
    case "missed":
      return <CalendarMissedIcon />;
    case "skipped":
      return <SkipIcon />;
    case "gone":
      return <QuestionIcon />;
    case "forgotten":
      return <SlashIcon />;
    case "deleting":
    case "deleted":
      return <TrashIcon />;
  }
}
