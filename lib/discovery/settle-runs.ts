import type { Context } from "../context";
import { discoveryChanged } from "./discovery-changed";
import { noteMatches, readMatches } from "./rules/count-rules";
import { findRun, listPlacesOf, listSettled, patchRun } from "./runs.repo";

/** Closes the runs of which nothing is left to look at, and judges what their rules match now. */
export async function settleRuns(ctx: Context): Promise<void> {
  const { clock, db } = ctx.runtime;
  for (const { id } of await listSettled(db.read)) {
    const places = await listPlacesOf(db.read, { runIds: [id], scope: "all" });
    const whole = places.filter(({ state, region }) => state === "done" && region !== "");
    const counted = await readMatches(ctx);
    await db.write(async (tx) => {
      const run = await findRun(tx, id);
      // Another process may have been quicker.
      if (run === null || run.endedAt !== null) return;
      await patchRun(tx, id, { endedAt: clock.now() });
      await noteMatches(tx, ctx, { counted, places: whole });
      await discoveryChanged(tx, ctx, places);
    });
  }
}
