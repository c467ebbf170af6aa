import { z } from "zod";
import { ChannelTestDto } from "#lib/channels/dto";
import { testChannel } from "#lib/channels/test-channel";
import { declareRoute } from "#lib/web/declare-route";

export const testOneChannel = declareRoute({
  method: "POST",
  path: "/api/channels/{id}/test",
  summary: "Send a test now and say what the server answered",
  tag: "Channels",
  permission: "channels.write",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: ChannelTestDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await testChannel(ctx, { channelId: params.id }),
  }),
});
