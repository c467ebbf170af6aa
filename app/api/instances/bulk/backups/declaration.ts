import { BulkReportDto } from "#lib/bulk";
import { backUpInstances } from "#lib/instances/back-up-instances";
import { BackUpInstancesBody } from "#lib/instances/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const backUpManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/backups",
  summary: "Back up many now; one with an unfinished backup is refused with a link to it",
  tag: "Instances",
  permission: "backups.create",
  body: BackUpInstancesBody,
  idempotent: "byVerb",
  responses: { 202: BulkReportDto },
  handle: async ({ ctx, body, request }) => {
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    return { status: 202, body: await backUpInstances(ctx, { ...body, idempotencyKey }) };
  },
});
