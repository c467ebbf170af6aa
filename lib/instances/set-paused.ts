import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { pauseLinks } from "#lib/schedules/pause-links";
import { resumeLinks } from "#lib/schedules/resume-links";
import { patchInstance } from "./instance.repo";

/** With the instance its schedules rest, and nothing that was missed meanwhile is caught up. */
export async function setPaused(
  tx: Tx,
  ctx: Context,
  { id, paused }: { id: string; paused: boolean },
): Promise<void> {
  await patchInstance(tx, id, { paused, updatedAt: ctx.runtime.clock.now() });
  if (paused) await pauseLinks(tx, ctx, { instanceRef: id });
  else await resumeLinks(tx, ctx, { instanceRef: id });
}
