"use server";

import { UpdateSecurityInput, updateSecurity } from "#lib/settings/security";
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

export const updateSecurityAction = defineAction({
  permission: "security.write",
  input: UpdateSecurityInput,
  run: updateSecurity,
});
