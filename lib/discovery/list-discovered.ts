import { requirePermission } from "../auth/require-permission";
import { toIso, toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { DiscoveredDto } from "./dto";
import {
  countDiscoveredRows,
  listDiscoveredById,
  listDiscoveredRows,
  type ListedDiscovered,
} from "./list.repo";
import { ListDiscoveredQuery, type DiscoveredStatus, type ListDiscoveredInput } from "./schemas";

const OWNER = { list: "discovery" } as const;

/** By name: what runs, what is protected, what is not, as the last looks showed it. */
export async function listDiscovered(
  ctx: Context,
  input: ListDiscoveredInput = {},
): Promise<Page<DiscoveredDto>> {
  requirePermission(ctx, "instances.read");
  const query = { ...ListDiscoveredQuery.parse(input), accounts: ctx.accounts };
  const { read } = ctx.runtime.db;
  const after = decodeCursor(OWNER, query.cursor);
  const rows = await listDiscoveredRows(read, { ...query, limit: query.limit + 1, after });
  return toPage({
    owner: OWNER,
    rows,
    limit: query.limit,
    total: await countDiscoveredRows(read, query),
    cursorOf: (listed) => [listed.nameKey, listed.row.id],
    toItem: toDiscoveredDto,
  });
}

/** Those that the caller may see, in the order of the ids. */
export async function listDiscoveredByIds(
  ctx: Context,
  ids: readonly string[],
): Promise<DiscoveredDto[]> {
  requirePermission(ctx, "instances.read");
  const rows = await listDiscoveredById(ctx.runtime.db.read, { ids, accounts: ctx.accounts });
  const byId = new Map(rows.map((listed) => [listed.row.id, toDiscoveredDto(listed)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function toDiscoveredDto(listed: ListedDiscovered): DiscoveredDto {
  const { row, accountId, recordId, removedAt } = listed;
  const { id, accountRef, region, instanceId, name, tags, state } = row;
  const isProtected = recordId !== null && removedAt === null;
  return {
    id,
    accountRef,
    accountId,
    region,
    instanceId,
    name,
    tags,
    state,
    instanceType: row.instanceType,
    platform: row.platform,
    volumeCount: row.volumeCount,
    status: toStatus(listed),
    protectedId: isProtected ? recordId : null,
    wasRemoved: recordId !== null && removedAt !== null,
    ignored: row.ignoredAt === null ? null : { at: toIso(row.ignoredAt), by: row.ignoredBy },
    firstSeenAt: toIso(row.firstSeenAt),
    seenAt: toIso(row.seenAt),
    goneAt: toIsoOrNull(row.goneAt),
  };
}

/** As the list's filter has it. */
function toStatus({ row, recordId, removedAt }: ListedDiscovered): DiscoveredStatus {
  if (recordId !== null && removedAt === null) return "protected";
  if (row.goneAt !== null) return "gone";
  return row.ignoredAt === null ? "unprotected" : "ignored";
}
