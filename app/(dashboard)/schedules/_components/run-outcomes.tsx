import type { ReactNode } from "react";
import type { ScheduleRunDto } from "#lib/schedules/dto";
import { ExactTime } from "../../../_components/exact-time";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import {
  CalendarMissedIcon,
  CheckCircleIcon,
  CrossCircleIcon,
  RepeatIcon,
  SkipIcon,
} from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

/** The last due moments of a schedule, each with how its backups went, a click away from them. */
export function RunOutcomes({ runs, now }: { runs: readonly ScheduleRunDto[]; now: number }) {
  if (runs.length === 0) {
    return <p className="muted panel-body m-0">Nothing was due by it yet.</p>;
  }
  return (
    <ul className="rows">
      {runs.map((run) => (
        <li key={run.dueAt}>
          <div className="row-main">
            <span className="row-title">
              <ExactTime at={run.dueAt} now={now} /> UTC
            </span>
            <span className="muted small">
              <RelativeTime at={run.dueAt} now={now} />
            </span>
          </div>
          <div className="row-side">
            <Outcomes run={run} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Outcomes({ run }: { run: ScheduleRunDto }) {
  const { good, failed, missed, skipped, underWay } = run;
  const link = (status: string, children: ReactNode) => (
    <Link key={status} className="badge-link" href={toBackups(run, status)}>
      {children}
    </Link>
  );
  const shown: ReactNode[] = [];
  if (good > 0) {
    shown.push(
      link(
        "available",
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          {good} good
        </Badge>,
      ),
    );
  }
  if (underWay > 0) {
    shown.push(
      link(
        "queued,creating,pending",
        <Badge tone="run" icon={<RepeatIcon />}>
          {underWay} under way
        </Badge>,
      ),
    );
  }
  if (failed > 0) {
    shown.push(
      link(
        "failed",
        <Badge tone="bad" icon={<CrossCircleIcon />}>
          {failed} failed
        </Badge>,
      ),
    );
  }
  if (missed > 0) {
    shown.push(
      link(
        "missed",
        <Badge tone="bad" icon={<CalendarMissedIcon />}>
          {missed} missed
        </Badge>,
      ),
    );
  }
  if (skipped > 0) {
    shown.push(
      link(
        "skipped",
        <Badge tone="quiet" icon={<SkipIcon />}>
          {skipped} skipped
        </Badge>,
      ),
    );
  }
  return shown.length === 0 ? <span className="muted small">nothing of yours</span> : shown;
}

/** Those due in that very moment, by whatever schedule. */
function toBackups({ dueAt }: ScheduleRunDto, status: string): string {
  const to = new Date(Date.parse(dueAt) + 1).toISOString();
  return toListHref("/backups", { status, from: dueAt, to });
}
