"use server";

import { UpdateSettingsInput } from "#lib/settings/schemas";
import { updateSettings } from "#lib/settings/update-settings";
import { defineAction } from "#lib/web/action";

export const updateSettingsAction = defineAction({
  permission: "settings.write",
  input: UpdateSettingsInput,
  run: async (ctx, input) => {
    const { callbackNotice } = await updateSettings(ctx, input);
    return { callbackNotice };
  },
});
