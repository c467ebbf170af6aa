import { exportInstances } from "#lib/instances/export-instances";
import { ExportInstancesQuery } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const exportProtectedInstances = declareRoute({
  method: "GET",
  path: "/api/instances/export",
  summary: "Every instance that the filters match, as CSV without formulas",
  tag: "Instances",
  permission: "instances.read",
  query: ExportInstancesQuery,
  responses: { 200: "text/csv" },
  handle: async ({ ctx, query }) => ({
    status: 200,
    body: exportInstances(ctx, query),
    headers: { "Content-Disposition": 'attachment; filename="instances.csv"' },
  }),
});
