import { REPORT_BYTES_MAX } from "#lambda/contract/callback.pure";
import { Report } from "#lambda/contract/firing";
import { acceptReport } from "#lib/eventbridge/accept-report";
import { declareRoute } from "#lib/web/declare-route";

export const reportFromFunction = declareRoute({
  method: "POST",
  path: "/api/backup-callback",
  summary:
    "What the function in AWS reports, signed by its place's key in the X-Amivault headers: look now",
  tag: "Operation",
  permission: "public",
  signed: { schema: Report, bytesMax: REPORT_BYTES_MAX },
  responses: { 204: null },
  handle: async ({ ctx, text, request }) => {
    await acceptReport(ctx, { headers: request.headers, body: text });
    return { status: 204 };
  },
});
