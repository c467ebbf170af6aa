import { ComparisonPartDto } from "#lib/retention/compare-dto";
import { comparePolicies } from "#lib/retention/compare-policies";
import { ComparePoliciesInput } from "#lib/retention/compare-schemas";
import { declareRoute } from "#lib/web/declare-route";

export const compareTwoPolicies = declareRoute({
  method: "POST",
  path: "/api/policies/compare",
  summary:
    "What rules would remove beside today's, or beside other rules; the pages' figures add up",
  tag: "Retention",
  permission: "policies.read",
  body: ComparePoliciesInput,
  responses: { 200: ComparisonPartDto },
  handle: async ({ ctx, body, request }) => ({
    status: 200,
    body: await comparePolicies(ctx, body, { signal: request.signal }),
  }),
});
