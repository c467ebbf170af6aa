import { z } from "zod";
import { acknowledgeAlert } from "#lib/alerts/acknowledge-alert";
import { AlertDetailDto, AlertDto } from "#lib/alerts/dto";
import { getAlert } from "#lib/alerts/get-alert";
import { PatchAlertBody } from "#lib/alerts/schemas";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/alerts/{id}";
const tag = "Alerts";

export const getOneAlert = declareRoute({
  method: "GET",
  path,
  summary: "One alert with its members and who was told",
  tag,
  permission: "alerts.read",
  params,
  responses: { 200: AlertDetailDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getAlert(ctx, { alertId: params.id }),
  }),
});

export const acknowledgeOneAlert = declareRoute({
  method: "PATCH",
  path,
  summary:
    "Acknowledge an alert: it is escalated no further unless it befalls more, and closes by itself",
  tag,
  permission: "alerts.acknowledge",
  params,
  body: PatchAlertBody,
  responses: { 200: AlertDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await acknowledgeAlert(ctx, { alertId: params.id }),
  }),
});
