import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { ChannelDeliveryDto } from "./dto";
import { getChannelRow } from "./get-channel";
import { listChannelDeliveryRows } from "./list-channel-deliveries.repo";
import { ListChannelDeliveriesQuery } from "./schemas";
import type { ListChannelDeliveriesInput } from "./schemas";

/** What a channel was told, newest first, and whether it got through. */
export async function listChannelDeliveries(
  ctx: Context,
  { channelId, ...input }: ListChannelDeliveriesInput,
): Promise<Page<ChannelDeliveryDto>> {
  requirePermission(ctx, "channels.read");
  const { cursor, limit } = ListChannelDeliveriesQuery.parse(input);
  const owner = { list: "channel-deliveries", of: channelId } as const;
  const { read } = ctx.runtime.db;
  await getChannelRow(read, channelId);
  const rows = await listChannelDeliveryRows(read, {
    channelId,
    accounts: ctx.accounts,
    after: decodeCursor(owner, cursor),
    limit,
  });
  return toPage({
    owner,
    rows,
    limit,
    total: null,
    cursorOf: ({ createdAt, id }) => [createdAt, id],
    toItem: ({ id: _id, ...row }) => ({
      ...row,
      createdAt: toIso(row.createdAt),
      sentAt: toIsoOrNull(row.sentAt),
    }),
  });
}
