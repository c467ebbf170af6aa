import { clearEntities } from "../alerts/clear-alert";
import { dropDeliveries } from "../alerts/drop-deliveries";
import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { patchChannel } from "./channel.repo";
import { getChannelRow } from "./get-channel";
import { ChannelRef } from "./schemas";
import { toAudited } from "./to-channel-dto";

/** The record stays for what was told through it; its secret is erased. */
export async function deleteChannel(ctx: Context, input: ChannelRef): Promise<void> {
  requirePermission(ctx, "channels.write");
  requireEveryAccount(ctx, "Channels are");
  const { channelId } = ChannelRef.parse(input);
  const { runtime } = ctx;
  await runtime.db.write(async (tx) => {
    await requireStillActing(tx, ctx);
    const row = await getChannelRow(tx, channelId);
    const now = runtime.clock.now();
    await patchChannel(tx, channelId, { secret: null, deletedAt: now, updatedAt: now });
    await dropDeliveries(tx, { channelId, why: "The channel was deleted." });
    await clearEntities(tx, ctx, {
      entityType: "channel",
      entityIds: [channelId],
      kinds: ["channels.failing"],
      reason: "The channel was deleted.",
    });
    await recordAudit(tx, ctx, {
      action: "channel.delete",
      targetType: "channel",
      targetId: channelId,
      before: toAudited(row),
    });
    const changed = { type: "channel.changed", entityId: channelId, accountRef: null };
    await emitEvent(runtime, tx, changed);
  });
}
