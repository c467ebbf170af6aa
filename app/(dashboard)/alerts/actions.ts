"use server";

import { acknowledgeAlert } from "#lib/alerts/acknowledge-alert";
import { AlertRef } from "#lib/alerts/schemas";
import { defineAction } from "#lib/web/action";

export const acknowledgeAlertAction = defineAction({
  permission: "alerts.acknowledge",
  input: AlertRef,
  run: async (ctx, input) => {
    await acknowledgeAlert(ctx, input);
    return null;
  },
});
