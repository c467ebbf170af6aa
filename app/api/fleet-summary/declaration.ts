import { FleetSummaryDto } from "#lib/instances/dto";
import { getFleetSummary } from "#lib/instances/get-fleet-summary";
import { declareRoute } from "#lib/web/declare-route";

export const summarizeFleet = declareRoute({
  method: "GET",
  path: "/api/fleet-summary",
  summary: "How many instances are protected, wait, are paused, and which need somebody",
  tag: "Instances",
  permission: "instances.read",
  responses: { 200: FleetSummaryDto },
  handle: async ({ ctx }) => ({ status: 200, body: await getFleetSummary(ctx) }),
});
