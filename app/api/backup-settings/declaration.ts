import { SettingsDto } from "#lib/settings/dto";
import { getSettings } from "#lib/settings/get-settings";
import { UpdateSettingsInput } from "#lib/settings/schemas";
import { updateSettings } from "#lib/settings/update-settings";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/backup-settings";
const tag = "Settings";

export const getBackupSettings = declareRoute({
  method: "GET",
  path,
  summary: "The default schedule, retention policy, reboot choice and limits",
  tag,
  permission: "settings.read",
  responses: { 200: SettingsDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getSettings(ctx) }),
});

export const updateBackupSettings = declareRoute({
  method: "PATCH",
  path,
  summary:
    "Change the defaults and limits; instances that follow the default schedule move with it",
  tag,
  permission: "settings.write",
  body: UpdateSettingsInput,
  responses: { 200: SettingsDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await updateSettings(ctx, body) }),
});
