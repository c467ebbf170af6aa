import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { requireStillActing } from "./require-still-acting";

/**
 * How verbs write: whoever asked is looked at again inside the transaction, since AWS may have taken a
 * minute to answer, items before this one theirs and the write lock seconds. Throws like
 * `requireStillActing`, and then nothing is written. What AWS has done already is recorded without it.
 */
export function writeAs<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return ctx.runtime.db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    return work(tx);
  });
}
