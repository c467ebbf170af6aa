import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { RetentionPolicyDto } from "./dto";
import { countPolicies, readPolicyUse, listPolicyPage } from "./policies.repo";
import { ListPoliciesQuery, type ListPoliciesInput } from "./schemas";
import { toRetentionPolicyDto } from "./to-retention-policy-dto";

const OWNER = { list: "policies" } as const;

/** The shared ones, by name. */
export async function listPolicies(
  ctx: Context,
  input: ListPoliciesInput = {},
): Promise<Page<RetentionPolicyDto>> {
  requirePermission(ctx, "policies.read");
  const { search, cursor, limit } = ListPoliciesQuery.parse(input);
  const { read } = ctx.runtime.db;
  const rows = await listPolicyPage(read, { search, cursor: decodeCursor(OWNER, cursor), limit });
  const useOf = await readPolicyUse(read, ctx.accounts);
  return toPage({
    owner: OWNER,
    rows,
    limit,
    total: await countPolicies(read, search),
    cursorOf: ({ name, id }) => [name, id] as const,
    toItem: (row) => toRetentionPolicyDto(row, useOf(row)),
  });
}
