import { pageOf } from "#lib/paging";
import { FindingDto, RepairOutcomeDto } from "#lib/reconcile/dto";
import { listFindings } from "#lib/reconcile/list-findings";
import { repairFindings } from "#lib/reconcile/repair-findings";
import { ListFindingsQuery, RepairFindingsInput } from "#lib/reconcile/schemas";
import { declareRoute } from "#lib/web/declare-route";

const path = "/api/findings";
const tag = "Findings";

export const listAllFindings = declareRoute({
  method: "GET",
  path,
  summary: "Differences between AWS and the records, each with what mends it, newest first",
  tag,
  permission: "findings.read",
  query: ListFindingsQuery,
  responses: { 200: pageOf(FindingDto) },
  handle: async ({ ctx, query }) => ({ status: 200, body: await listFindings(ctx, query) }),
});

export const repairManyFindings = declareRoute({
  method: "POST",
  path,
  summary: "Repair many findings by one act; those that it does not fit are named in the answer",
  tag,
  permission: "findings.repair",
  body: RepairFindingsInput,
  responses: { 200: RepairOutcomeDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await repairFindings(ctx, body) }),
});
