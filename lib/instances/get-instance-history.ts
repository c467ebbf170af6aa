import { listByTarget } from "#lib/audit/audit.repo";
import { toAuditDto } from "#lib/audit/to-audit-dto";
import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { decodeCursor, toPage, type Page } from "#lib/paging";
import type { InstanceHistoryDto } from "./dto";
import { getInstanceRow } from "./get-instance-row";
import { InstanceHistoryInput } from "./schemas";

/** What was done to an instance and by whom, newest first; for those who may read the audit log. */
export async function getInstanceHistory(
  ctx: Context,
  input: InstanceHistoryInput,
): Promise<Page<InstanceHistoryDto>> {
  requirePermission(ctx, "audit.read");
  const { instanceId, limit, cursor } = InstanceHistoryInput.parse(input);
  const owner = { list: "instance-history", of: instanceId } as const;
  const { read } = ctx.runtime.db;
  await getInstanceRow(read, ctx, instanceId);
  const rows = await listByTarget(read, {
    targetType: "instance",
    targetId: instanceId,
    accounts: ctx.accounts,
    limit: limit + 1,
    after: decodeCursor(owner, cursor),
  });
  return toPage({
    owner,
    rows,
    limit,
    total: null,
    cursorOf: (row) => [row.at, row.id],
    toItem: (row) => {
      const { id, at, actorType, actorName, action, before, after } = toAuditDto(row, ctx.accounts);
      return { id, at, actorType, actorName, action, before, after };
    },
  });
}
