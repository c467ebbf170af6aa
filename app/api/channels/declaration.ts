import { createChannel } from "#lib/channels/create-channel";
import { ChannelDto } from "#lib/channels/dto";
import { listChannels } from "#lib/channels/list-channels";
import { CreateChannelInput } from "#lib/channels/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAllChannels = declareRoute({
  method: "GET",
  path: "/api/channels",
  summary: "Where alerts are told, in the order of their steps; never their secrets",
  tag: "Channels",
  permission: "channels.read",
  responses: { 200: pageOf(ChannelDto) },
  handle: async ({ ctx }) => ({ status: 200, body: await listChannels(ctx) }),
});

export const addChannel = declareRoute({
  method: "POST",
  path: "/api/channels",
  summary: "Add an e-mail, Slack-compatible, webhook or heartbeat channel",
  tag: "Channels",
  permission: "channels.write",
  body: CreateChannelInput,
  idempotent: true,
  responses: { 201: ChannelDto },
  handle: async ({ ctx, body }) => {
    const channel = await createChannel(ctx, body);
    return { status: 201, body: channel, headers: { Location: `/api/channels/${channel.id}` } };
  },
});
