import type { NextRunDto } from "#lib/schedules/dto";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { RelativeTime } from "../../_components/relative-time";

export function NextRuns({ runs, now }: { runs: readonly NextRunDto[]; now: number }) {
  return (
    <Panel
      title="Next runs"
      aside={<Link href="/instances?sort=nextDue">All instances by next run</Link>}
      flush
    >
      {runs.length === 0 ? (
        <p className="muted panel-body m-0">Nothing is due within a week.</p>
      ) : (
        <ul className="rows">
          {runs.map((run) => (
            <li key={`${run.instance.id} ${run.schedule.id}`}>
              <span className="row-main">
                <Link
                  href={`/instances/${run.instance.id}`}
                  className="row-title hostile cut"
                  dir="auto"
                >
                  {run.instance.name || run.instance.instanceId}
                </Link>
                <span className="muted small">{run.schedule.words}</span>
              </span>
              <span className="row-side">
                <RelativeTime at={run.startsAt} now={now} />
                {run.skippedBy === null ? null : (
                  <span className="muted small">skipped: {run.skippedBy}</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
