import { ReadinessDto } from "#lib/health/dto";
import { getReadiness } from "#lib/health/get-readiness";
import { declareRoute } from "#lib/web/declare-route";

export const getReady = declareRoute({
  method: "GET",
  path: "/api/ready",
  summary: "Whether database and queue answer and the encryption key is there: 503 when not",
  tag: "Operation",
  permission: "public",
  responses: { 200: ReadinessDto, 503: ReadinessDto },
  handle: async ({ ctx }) => {
    const body = await getReadiness(ctx.runtime);
    return body.ready ? { status: 200, body } : { status: 503, body };
  },
});
