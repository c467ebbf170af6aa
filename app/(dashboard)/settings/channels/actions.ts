"use server";

import { createChannel } from "#lib/channels/create-channel";
import { deleteChannel } from "#lib/channels/delete-channel";
import { ChannelRef, CreateChannelInput, UpdateChannelInput } from "#lib/channels/schemas";
import { testChannel } from "#lib/channels/test-channel";
import { updateChannel } from "#lib/channels/update-channel";
import { defineAction } from "#lib/web/action";

export const createChannelAction = defineAction({
  permission: "channels.write",
  input: CreateChannelInput,
  run: async (ctx, input) => ({ id: (await createChannel(ctx, input)).id }),
});

export const updateChannelAction = defineAction({
  permission: "channels.write",
  input: UpdateChannelInput,
  run: async (ctx, input) => ({ id: (await updateChannel(ctx, input)).id }),
});

export const testChannelAction = defineAction({
  permission: "channels.write",
  input: ChannelRef,
  run: (ctx, input) => testChannel(ctx, input),
});

export const deleteChannelAction = defineAction({
  permission: "channels.write",
  input: ChannelRef,
  run: async (ctx, input) => {
    await deleteChannel(ctx, input);
    return null;
  },
});
