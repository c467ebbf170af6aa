import { z } from "zod";
import { ReconcileRequestedDto, ReconcileRunDto } from "#lib/reconcile/dto";
import { listReconcileRuns } from "#lib/reconcile/list-reconcile-runs";
import { requestReconcile } from "#lib/reconcile/request-reconcile";
import { RequestReconcileInput } from "#lib/reconcile/schemas";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/reconcile";
const tag = "Findings";

export const listReconciledPlaces = declareRoute({
  method: "GET",
  path,
  summary: "Every account and region that is compared with AWS, with the last pass and its counts",
  tag,
  permission: "findings.read",
  responses: { 200: z.object({ items: z.array(ReconcileRunDto) }) },
  handle: async ({ ctx }) => ({ status: 200, body: { items: await listReconcileRuns(ctx) } }),
});

export const reconcileNow = declareRoute({
  method: "POST",
  path,
  summary: "Compare with AWS now: one region, an account's regions, or all that is known",
  tag,
  permission: "findings.repair",
  body: RequestReconcileInput,
  responses: { 202: ReconcileRequestedDto },
  handle: async ({ ctx, body }) => ({ status: 202, body: await requestReconcile(ctx, body) }),
});
