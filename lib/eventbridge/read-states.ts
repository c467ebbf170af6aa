import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { listObjectStates, type ObjectState } from "./objects.repo";

const ROWS_PER_TURN = 1_000;

/**
 * All of a place, in some turns of the event loop. What changes meanwhile may be as before or after:
 * every act on an object looks at its row again.
 */
export async function readStates(ctx: Context, placeId: string): Promise<ObjectState[]> {
  const { read } = ctx.runtime.db;
  const states: ObjectState[] = [];
  for (;;) {
    const after = states.at(-1)?.id ?? "";
    const rows = await listObjectStates(read, { placeId, after, limit: ROWS_PER_TURN });
    states.push(...rows);
    if (rows.length < ROWS_PER_TURN) return states;
    await letOthersRun();
  }
}
