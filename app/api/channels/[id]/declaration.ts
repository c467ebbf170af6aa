import { z } from "zod";
import { deleteChannel } from "#lib/channels/delete-channel";
import { ChannelDto } from "#lib/channels/dto";
import { getChannel } from "#lib/channels/get-channel";
import { UpdateChannelBody } from "#lib/channels/schemas";
import { updateChannel } from "#lib/channels/update-channel";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/channels/{id}";
const tag = "Channels";

export const getOneChannel = declareRoute({
  method: "GET",
  path,
  summary: "One channel",
  tag,
  permission: "channels.read",
  params,
  responses: { 200: ChannelDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getChannel(ctx, { channelId: params.id }),
  }),
});

export const updateOneChannel = declareRoute({
  method: "PATCH",
  path,
  summary: "Change a channel; secrets that are left out stay",
  tag,
  permission: "channels.write",
  params,
  body: UpdateChannelBody,
  responses: { 200: ChannelDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await updateChannel(ctx, { channelId: params.id, changes: body }),
  }),
});

export const deleteOneChannel = declareRoute({
  method: "DELETE",
  path,
  summary: "Delete a channel; its secret is erased, and nothing more is told there",
  tag,
  permission: "channels.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await deleteChannel(ctx, { channelId: params.id });
    return { status: 204 };
  },
});
