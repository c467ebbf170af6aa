import { clearEntities } from "../alerts/clear-alert";
import { raiseAlert } from "../alerts/raise-alert";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { findChannel, patchChannel } from "./channel.repo";
import { isFailing } from "./to-channel-dto";

/**
 * What came of a try. The second failure in a row alerts, through the channels that work: see
 * `findTold`.
 */
export async function noteOutcome(
  tx: Tx,
  ctx: Context,
  { channelId, error }: { channelId: string; error: string | null },
): Promise<void> {
  const channel = await findChannel(tx, channelId);
  if (!channel) return;
  const now = ctx.runtime.clock.now();
  const wasFailing = isFailing(channel);
  if (error === null) {
    // Sent in the millisecond of a failure: the success is the newer one.
    await patchChannel(tx, channelId, { lastSentAt: now, lastError: null, lastErrorAt: null });
  } else await patchChannel(tx, channelId, { lastError: error, lastErrorAt: now });
  if (wasFailing !== (error !== null)) {
    const changed = { type: "channel.changed", entityId: channelId, accountRef: null };
    await emitEvent(ctx.runtime, tx, changed);
  }
  if (error === null) {
    if (!wasFailing) return;
    const of = {
      entityType: "channel",
      entityIds: [channelId],
      kinds: ["channels.failing"] as const,
    };
    await clearEntities(tx, ctx, { ...of, reason: "The channel works again." });
    return;
  }
  if (!wasFailing || !channel.enabled) return;
  await raiseAlert(tx, ctx, {
    cause: `channels/${channelId}`,
    kind: "channels.failing",
    severity: "warning",
    accountRef: null,
    title: `The channel “${channel.name}” does not get through`,
    message: error,
    suggestion: "Test it on its page, and mend what the server says.",
    link: `/settings/channels/${channelId}`,
    member: {
      entityType: "channel",
      entityId: channelId,
      accountRef: null,
      message: `${channel.name}: ${error}`,
    },
  });
}
