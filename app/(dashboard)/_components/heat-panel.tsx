import { getBackupDays } from "#lib/backups/get-backup-days";
import type { Context } from "#lib/context";
import { listInstances } from "#lib/instances/list-instances";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { HeatMap } from "./heat-map";
import { listDays, toHeatRow } from "./heat.pure";

const ROWS = 20;
const DAYS = 30;

/** Instances × the last 30 days, from the day totals alone; those that need somebody first. */
export async function HeatPanel({ ctx, now }: { ctx: Context; now: number }) {
  const [needsYou, all] = await Promise.all([
    listInstances(ctx, { health: "needs_you", limit: ROWS }),
    listInstances(ctx, { limit: ROWS }),
  ]);
  const ids = [...new Set([...needsYou.items, ...all.items].map(({ id }) => id))].slice(0, ROWS);
  const history = await getBackupDays(ctx, { instanceIds: ids, days: DAYS });
  const days = listDays({ now, count: DAYS });
  return (
    <Panel
      title="The last 30 days"
      aside={
        <span className="legend">
          <span>
            <i className="heat-ok" /> available
          </span>
          <span>
            <i className="heat-mixed" /> some failed or missed
          </span>
          <span>
            <i className="heat-bad" /> failed or missed
          </span>
          <span>
            <i className="heat-skip" /> skipped
          </span>
          <span>
            <i /> none
          </span>
        </span>
      }
      foot={
        all.nextCursor === null ? undefined : (
          <>
            <span className="muted">The first {ROWS}, those that need you before the others.</span>
            <Link href="/instances">All instances</Link>
          </>
        )
      }
    >
      <div className="heat-scroll" role="region" aria-label="Outcomes by day" tabIndex={0}>
        <HeatMap days={days} rows={history.map((row) => toHeatRow({ row, days }))} />
      </div>
    </Panel>
  );
}
