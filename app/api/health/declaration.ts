import { HealthDto } from "#lib/health/dto";
import { declareRoute } from "#lib/web/declare-route";

export const getHealth = declareRoute({
  method: "GET",
  path: "/api/health",
  summary: "Whether the process is alive",
  tag: "Operation",
  permission: "public",
  responses: { 200: HealthDto },
  handle: async () => ({ status: 200, body: { status: "ok" as const } }),
});
