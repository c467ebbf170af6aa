import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { Page } from "../paging";
import { listChannelRows } from "./channel.repo";
import type { ChannelDto } from "./dto";
import { toChannelDto } from "./to-channel-dto";

/** All of them, in the order in which they are told. */
export async function listChannels(ctx: Context): Promise<Page<ChannelDto>> {
  requirePermission(ctx, "channels.read");
  const rows = await listChannelRows(ctx.runtime.db.read);
  return {
    items: rows.map((row) => toChannelDto(row, ctx.accounts)),
    nextCursor: null,
    total: rows.length,
  };
}
