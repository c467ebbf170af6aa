import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { FindingDto } from "./dto";
import { selectFindings } from "./findings-list.repo";
import { ListFindingsQuery, toKinds, type ListFindingsInput } from "./schemas";
import { toFindingDto } from "./to-finding-dto";

const OWNER = { list: "findings" } as const;

/** Newest first; what nobody ignores and is still the case, unless `state` says otherwise. */
export async function listFindings(
  ctx: Context,
  input: ListFindingsInput = {},
): Promise<Page<FindingDto>> {
  requirePermission(ctx, "findings.read");
  const query = ListFindingsQuery.parse(input);
  const { state, account, region, search } = query;
  const rows = await selectFindings(ctx.runtime.db.read, {
    filter: { accounts: ctx.accounts, kinds: toKinds(query.kind), state, account, region, search },
    cursor: decodeCursor(OWNER, query.cursor),
    limit: query.limit + 1,
  });
  return toPage({
    owner: OWNER,
    rows,
    limit: query.limit,
    total: null,
    cursorOf: ({ finding }) => [finding.firstSeenAt, finding.id],
    toItem: toFindingDto,
  });
}
