"use server";

import { repairFindings } from "#lib/reconcile/repair-findings";
import { requestReconcile } from "#lib/reconcile/request-reconcile";
import { RepairFindingsInput, RequestReconcileInput } from "#lib/reconcile/schemas";
import { defineAction } from "#lib/web/action";

export const repairFindingsAction = defineAction({
  permission: "findings.repair",
  input: RepairFindingsInput,
  run: (ctx, input) => repairFindings(ctx, input),
});

export const requestReconcileAction = defineAction({
  permission: "findings.repair",
  input: RequestReconcileInput,
  run: (ctx, input) => requestReconcile(ctx, input),
});
