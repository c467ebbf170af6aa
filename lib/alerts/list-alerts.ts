import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { decodeCursor, toPage, type Page } from "../paging";
import type { AlertDto } from "./dto";
import { listAlertRows } from "./list-alerts.repo";
import { ListAlertsQuery, type ListAlertsInput } from "./schemas";
import { toAlertDtos } from "./to-alert-dto";

const OWNER = { list: "alerts" } as const;

/** Newest first. */
export async function listAlerts(
  ctx: Context,
  input: ListAlertsInput = {},
): Promise<Page<AlertDto>> {
  requirePermission(ctx, "alerts.read");
  const { cursor, limit, ...filter } = ListAlertsQuery.parse(input);
  const { read } = ctx.runtime.db;
  const rows = await listAlertRows(read, {
    filter: { ...filter, accounts: ctx.accounts },
    limit,
    after: decodeCursor(OWNER, cursor),
  });
  const shown = await toAlertDtos(read, { rows, accounts: ctx.accounts });
  const dtos = new Map(shown.map((dto) => [dto.id, dto]));
  const page = toPage({
    owner: OWNER,
    rows,
    limit,
    total: null,
    cursorOf: (row) => [row.openedAt, row.id],
    toItem: ({ id }) => dtos.get(id),
  });
  return { ...page, items: page.items.flatMap((item) => item ?? []) };
}
