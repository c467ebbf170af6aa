import { AlertDto } from "#lib/alerts/dto";
import { listAlerts } from "#lib/alerts/list-alerts";
import { ListAlertsQuery } from "#lib/alerts/schemas";
import { pageOf } from "#lib/paging";
import { declareRoute } from "#lib/web/declare-route";

export const listAllAlerts = declareRoute({
  method: "GET",
  path: "/api/alerts",
  summary: "Alerts, newest first: one per cause, with how many members",
  tag: "Alerts",
  permission: "alerts.read",
  query: ListAlertsQuery,
  responses: { 200: pageOf(AlertDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listAlerts(ctx, query) }),
});
