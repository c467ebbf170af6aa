import { acknowledgeAlerts } from "#lib/alerts/acknowledge-alerts";
import { BulkAlertsInput } from "#lib/alerts/schemas";
import { BulkReportDto } from "#lib/bulk";
import { declareRoute } from "#lib/web/declare-route";

export const acknowledgeManyAlerts = declareRoute({
  method: "POST",
  path: "/api/alerts/bulk/acknowledge",
  summary: "Acknowledge many alerts; the answer names the fate of each",
  tag: "Alerts",
  permission: "alerts.acknowledge",
  body: BulkAlertsInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await acknowledgeAlerts(ctx, body) }),
});
