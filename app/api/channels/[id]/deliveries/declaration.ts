import { z } from "zod";
import { ChannelDeliveryDto } from "#lib/channels/dto";
import { listChannelDeliveries } from "#lib/channels/list-channel-deliveries";
import { ListChannelDeliveriesQuery } from "#lib/channels/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listDeliveriesOfChannel = declareRoute({
  method: "GET",
  path: "/api/channels/{id}/deliveries",
  summary: "What a channel was told, newest first, and whether it got through",
  tag: "Channels",
  permission: "channels.read",
  params: z.object({ id: z.string().min(1).max(64) }),
  query: ListChannelDeliveriesQuery,
  responses: { 200: pageOf(ChannelDeliveryDto) },
  handle: async ({ ctx, params, query }) => ({
    status: 200,
    body: await listChannelDeliveries(ctx, { channelId: params.id, ...query }),
  }),
});
