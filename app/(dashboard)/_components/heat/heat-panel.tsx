import type { Context } from "#lib/context";
import { listBackupDays } from "#lib/instances/list-backup-days";
import { listPlaces } from "#lib/instances/list-places";
import { Panel } from "../../../_components/panel";
import { HeatMap } from "./heat-map";

/** Those in view at once; the browser asks for the others. */
const ROWS = 20;

/** Instances × the last 30 days, from the day totals alone; those that need somebody first. */
export async function HeatPanel({ ctx }: { ctx: Context }) {
  const [first, options] = await Promise.all([
    listBackupDays(ctx, { limit: ROWS }),
    listPlaces(ctx),
  ]);
  return (
    <Panel
      title="The last 30 days"
      flush
      aside={<span className="muted small">Days are UTC; a cell leads to its backups.</span>}
    >
      <HeatMap first={first} options={options} />
    </Panel>
  );
}
