import type { Context } from "#lib/context";
import { getSchedulerState } from "#lib/schedules/scheduler-state";
import { Notice } from "../../_components/notice";

/** Silence of the scheduler is the one thing that no backup's row would tell. */
export async function SchedulerNotice(props: { ctx: Context; hasInstances: boolean }) {
  const { running } = await getSchedulerState(props.ctx);
  if (running || !props.hasInstances) return null;
  return (
    <Notice tone="bad">
      <p>
        <strong>No job is looking after due backups.</strong> Start a worker, or this application
        with jobs in it (<code>AMIVAULT_MODE=embedded</code>). What is due meanwhile is caught up
        with while its start window is open; what AWS starts by itself goes on.
      </p>
    </Notice>
  );
}
