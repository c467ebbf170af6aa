import { z } from "zod";
import { confirmRetention } from "#lib/retention/confirm-retention";
import { RetentionAccountDto } from "#lib/retention/dto";
import { declareRoute } from "#lib/web/declare-route";

export const confirmAccountRetention = declareRoute({
  method: "POST",
  path: "/api/retention/accounts/{id}/confirm",
  summary: "Let retention remove in an account whose records were made before it, or anew",
  tag: "Retention",
  permission: "retention.confirm",
  params: z.object({ id: z.string().min(1).max(64) }),
  responses: { 200: RetentionAccountDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await confirmRetention(ctx, { accountRef: params.id }),
  }),
});
