import { z } from "zod";
import { listRetentionAccounts } from "#lib/retention/confirm-retention";
import { RetentionAccountDto } from "#lib/retention/dto";
import { declareRoute } from "#lib/web/declare-route";

export const listAccountsOfRetention = declareRoute({
  method: "GET",
  path: "/api/retention/accounts",
  summary: "AWS accounts, and in which of them retention may remove",
  tag: "Retention",
  permission: "policies.read",
  responses: { 200: z.object({ items: z.array(RetentionAccountDto) }) },
  handle: async ({ ctx }) => ({ status: 200, body: { items: await listRetentionAccounts(ctx) } }),
});
