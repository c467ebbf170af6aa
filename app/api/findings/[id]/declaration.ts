import { z } from "zod";
import { FindingDto, RepairOutcomeDto } from "#lib/reconcile/dto";
import { getFinding } from "#lib/reconcile/get-finding";
import { repairFinding } from "#lib/reconcile/repair-finding";
import { RepairBody } from "#lib/reconcile/schemas";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/findings/{id}";
const tag = "Findings";
const params = z.object({ id: z.string().min(1).max(64) });

export const getOneFinding = declareRoute({
  method: "GET",
  path,
  summary: "One difference between AWS and the records",
  tag,
  permission: "findings.read",
  params,
  responses: { 200: FindingDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await getFinding(ctx, { findingId: params.id }),
  }),
});

export const repairOneFinding = declareRoute({
  method: "PATCH",
  path,
  summary: "Adopt, protect, clean up, write its tags again, ignore, or stop ignoring",
  tag,
  permission: "findings.repair",
  params,
  body: RepairBody,
  responses: { 200: RepairOutcomeDto },
  handle: async ({ ctx, params, body }) => ({
    status: 200,
    body: await repairFinding(ctx, { findingId: params.id, action: body.action }),
  }),
});
