import { dropDeliveries } from "../alerts/drop-deliveries";
import { restartEscalation } from "../alerts/restart-escalation";
import { recordAudit } from "../audit/record-audit";
import { requireEveryAccount, requirePermission } from "../auth/require-permission";
import { requireStillActing } from "../auth/require-still-acting";
import type { Context } from "../context";
import { emitEvent } from "../events/emit-event";
import { changeChannel } from "./change-channel";
import { patchChannel } from "./channel.repo";
import type { ChannelDto } from "./dto";
import { getChannelRow } from "./get-channel";
import { toNameConflict } from "./name-taken";
import { UpdateChannelInput } from "./schemas";
import { toAudited, toChannelDto } from "./to-channel-dto";

/** What is left out stays. A channel that is switched off is told nothing that waits for it. */
export async function updateChannel(ctx: Context, input: UpdateChannelInput): Promise<ChannelDto> {
  requirePermission(ctx, "channels.write");
  requireEveryAccount(ctx, "Channels are");
  const { channelId, changes } = UpdateChannelInput.parse(input);
  const { runtime } = ctx;
  try {
    return await runtime.db.write(async (tx) => {
      await requireStillActing(tx, ctx);
      const before = await getChannelRow(tx, channelId);
      await patchChannel(tx, channelId, changeChannel(ctx, before, changes));
      const after = await getChannelRow(tx, channelId);
      await recordAudit(tx, ctx, {
        action: "channel.update",
        targetType: "channel",
        targetId: channelId,
        before: toAudited(before),
        after: { ...toAudited(after), secretChanged: before.secret !== after.secret },
      });
      if (!after.enabled) await dropDeliveries(tx, { channelId, why: "The channel is off." });
      await restartEscalation(tx, ctx);
      const changed = { type: "channel.changed", entityId: channelId, accountRef: null };
      await emitEvent(runtime, tx, changed);
      return toChannelDto(after, ctx.accounts);
    });
  } catch (error) {
    throw toNameConflict(error);
  }
}
