"use server";

import { acknowledgeAlert } from "#lib/alerts/acknowledge-alert";
import { acknowledgeAlerts } from "#lib/alerts/acknowledge-alerts";
import { AlertRef, BulkAlertsInput } from "#lib/alerts/schemas";
import { defineAction } from "#lib/web/action";

export const acknowledgeAlertAction = defineAction({
  permission: "alerts.acknowledge",
  input: AlertRef,
  run: async (ctx, input) => {
    await acknowledgeAlert(ctx, input);
    return null;
  },
});

export const acknowledgeAlertsAction = defineAction({
  permission: "alerts.acknowledge",
  input: BulkAlertsInput,
  run: (ctx, input) => acknowledgeAlerts(ctx, input),
});
