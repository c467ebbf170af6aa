import type { Context } from "#lib/context";
import type { NextRunDto } from "#lib/schedules/dto";
import { getUpcomingRuns } from "#lib/schedules/get-upcoming-runs";
import { listNextRuns } from "#lib/schedules/list-next-runs";
import { Link } from "../../../_components/link";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { ChartDetails } from "../chart-details";
import { DayTable, DayTimeline } from "./day-timeline";
import { WindowList } from "./window-list";

const NEXT = 4;

/** What will start, when, and what will not. */
export async function DayPanel({ ctx, now }: { ctx: Context; now: number }) {
  const [day, next] = await Promise.all([
    getUpcomingRuns(ctx),
    listNextRuns(ctx, { limit: NEXT, hours: 168 }),
  ]);
  const { starts, skipped, paused } = day;
  return (
    <Panel
      title="The next 24 hours"
      aside={
        <span className="muted small">
          {starts === 1 ? "1 run starts" : `${starts.toLocaleString("en")} runs start`}
          {skipped > 0 ? `, ${skipped.toLocaleString("en")} skipped` : ""}
          {paused > 0 ? (
            <>
              {", "}
              <Link href="/instances?health=paused">{paused} paused</Link>
            </>
          ) : null}
        </span>
      }
      flush
      foot={<Link href="/schedules">All schedules</Link>}
    >
      <div className="panel-body">
        <DayTimeline day={day} />
        <WindowList windows={day.windows} />
        {starts + skipped > 0 ? (
          <ChartDetails>
            <DayTable day={day} />
          </ChartDetails>
        ) : null}
      </div>
      <NextList runs={next.items} now={now} />
    </Panel>
  );
}

function NextList({ runs, now }: { runs: readonly NextRunDto[]; now: number }) {
  if (runs.length === 0) return null;
  return (
    <ul className="rows rows-under">
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
              <span className="muted small hostile">skipped: {run.skippedBy}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
