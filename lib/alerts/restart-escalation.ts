import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { listUnacknowledged } from "./alert.repo";
import { tellNewcomers } from "./tell";

/**
 * The channels have changed: those that take an open alert only now are told of it, and alerts that
 * had no further step look for one again. What somebody looks after is told to nobody else.
 */
export async function restartEscalation(tx: Tx, ctx: Context): Promise<void> {
  for (const alert of await listUnacknowledged(tx)) await tellNewcomers(tx, ctx, alert);
}
