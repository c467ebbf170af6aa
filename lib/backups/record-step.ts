import type { Context } from "../context";
import { backupEvents } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";

export interface BackupStep {
  backupId: string;
  /** Dotted, for example `attempt.unconfirmed`, `lookup.found`. */
  type: string;
  /** One sentence for a person. */
  message: string;
  data?: Record<string, unknown>;
}

/** A line in the backup's own time line, beside those that its changes of status write. */
export async function recordStep(tx: Tx, ctx: Context, step: BackupStep): Promise<void> {
  const at = ctx.runtime.clock.now();
  await tx.insert(backupEvents).values({ id: newId("bev", at, ctx.runtime.random), at, ...step });
}
