import type { Queryable } from "../db/client";
import { isTold } from "./channel-config";
import { takesAlert, type RuledAlert } from "./channel-rules.pure";
import { listEnabledChannels, type ChannelRow } from "./channel.repo";
import { isFailing } from "./to-channel-dto";

/**
 * The channels whose rules take the alert, by step. That a channel fails is told through those
 * that work, so that it never tells of itself.
 */
export async function findTold(q: Queryable, alert: RuledAlert): Promise<ChannelRow[]> {
  const channels = await listEnabledChannels(q);
  return channels.filter(
    (channel) =>
      isTold(channel.kind) &&
      takesAlert(channel.rules, alert) &&
      !(alert.kind === "channels.failing" && isFailing(channel)),
  );
}
