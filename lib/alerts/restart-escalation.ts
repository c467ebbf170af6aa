import { and, isNull } from "drizzle-orm";
import type { Context } from "../context";
import { alerts } from "../db/schema";
import type { Tx } from "../db/tx";
import { escalateAfterMs } from "./tell";

/** The channels have changed: alerts that had no further step look for one again. */
export async function restartEscalation(tx: Tx, ctx: Context): Promise<void> {
  await tx
    .update(alerts)
    .set({ escalateAt: ctx.runtime.clock.now() + (await escalateAfterMs(tx)) })
    .where(and(isNull(alerts.closedAt), isNull(alerts.acknowledgedAt), isNull(alerts.escalateAt)));
}
