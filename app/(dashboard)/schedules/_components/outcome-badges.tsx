import type { ReactNode } from "react";
import { OUTCOME_STATUSES, RUN_OUTCOMES } from "#lib/schedules/run-outcome.pure";
import type { OutcomeCounts, RunOutcome } from "#lib/schedules/run-outcome.pure";
import type { Tone } from "../../../_components/backup-status";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import {
  CalendarMissedIcon,
  CheckCircleIcon,
  CrossCircleIcon,
  RepeatIcon,
  SkipIcon,
} from "../../../_components/outcome-icons";
import { Badge } from "../../../_components/status-badge";

const LOOKS: Readonly<Record<RunOutcome, { tone: Tone; icon: ReactNode; word: string }>> = {
  good: { tone: "ok", icon: <CheckCircleIcon />, word: "good" },
  failed: { tone: "bad", icon: <CrossCircleIcon />, word: "failed" },
  missed: { tone: "bad", icon: <CalendarMissedIcon />, word: "missed" },
  skipped: { tone: "quiet", icon: <SkipIcon />, word: "skipped" },
  underWay: { tone: "run", icon: <RepeatIcon />, word: "under way" },
};

/** What there is of each, a click away from the backups. */
export function OutcomeBadges(props: {
  counts: OutcomeCounts;
  toHref(outcome: RunOutcome): string;
}) {
  const { counts, toHref } = props;
  const shown = RUN_OUTCOMES.filter((outcome) => counts[outcome] > 0);
  if (shown.length === 0) return <span className="muted small">nothing of yours</span>;
  return shown.map((outcome) => {
    const { tone, icon, word } = LOOKS[outcome];
    return (
      <Link key={outcome} className="badge-link" href={toHref(outcome)}>
        <Badge tone={tone} icon={icon}>
          {counts[outcome]} {word}
        </Badge>
      </Link>
    );
  });
}

/** The schedule's backups due from one instant to another, that one included. */
export function toBackups(of: {
  scheduleId: string;
  outcome: RunOutcome;
  from: string;
  to: string;
}): string {
  const { scheduleId: schedule, outcome, from } = of;
  const status = OUTCOME_STATUSES[outcome].join(",");
  const to = new Date(Date.parse(of.to) + 1).toISOString();
  return toListHref("/backups", { schedule, status, from, to });
}
