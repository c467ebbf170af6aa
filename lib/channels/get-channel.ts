import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import { NotFoundError } from "../errors";
import { findChannel, type ChannelRow } from "./channel.repo";
import type { ChannelDto } from "./dto";
import { ChannelRef } from "./schemas";
import { toChannelDto } from "./to-channel-dto";

export async function getChannel(ctx: Context, input: ChannelRef): Promise<ChannelDto> {
  requirePermission(ctx, "channels.read");
  const { channelId } = ChannelRef.parse(input);
  return toChannelDto(await getChannelRow(ctx.runtime.db.read, channelId), ctx.accounts);
}

export async function getChannelRow(q: Queryable, channelId: string): Promise<ChannelRow> {
  const row = await findChannel(q, channelId);
  if (!row) throw new NotFoundError("The channel");
  return row;
}
