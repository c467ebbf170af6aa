import { BulkReportDto } from "#lib/bulk";
import { chooseSchedulers } from "#lib/eventbridge/choose-scheduler";
import { ChooseSchedulersInput } from "#lib/eventbridge/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const chooseSchedulerOfManyInstances = declareRoute({
  method: "POST",
  path: "/api/instances/bulk/scheduler",
  summary: "Let AWS (eventbridge) start the scheduled backups of many, or AMIVault (local)",
  tag: "Instances",
  permission: "schedules.write",
  body: ChooseSchedulersInput,
  responses: { 200: BulkReportDto },
  handle: async ({ ctx, body }) => ({ status: 200, body: await chooseSchedulers(ctx, body) }),
});
