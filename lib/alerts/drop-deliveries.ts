import type { Tx } from "../db/tx";
import { giveUpDeliveriesTo } from "./deliveries.repo";

/** What waits for a channel that is switched off or deleted is not sent any more. */
export async function dropDeliveries(
  tx: Tx,
  of: { channelId: string; why: string },
): Promise<void> {
  await giveUpDeliveriesTo(tx, of);
}
