import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { AlertCountsDto, AlertDto } from "./dto";
import { countOpenAlertRows, listUrgentAlerts } from "./list-alerts.repo";
import { ListOpenAlertsInput } from "./schemas";
import { toAlertDtos } from "./to-alert-dto";

/** Most urgent first: what nobody looks after, then what is grave, then the oldest. */
export async function listOpenAlerts(
  ctx: Context,
  input: ListOpenAlertsInput,
): Promise<AlertDto[]> {
  requirePermission(ctx, "alerts.read");
  const { read } = ctx.runtime.db;
  const { limit, ...filter } = ListOpenAlertsInput.parse(input);
  const { accounts } = ctx;
  const rows = await listUrgentAlerts(read, { filter: { ...filter, accounts }, limit });
  return toAlertDtos(read, { rows, accounts });
}

export async function countOpenAlerts(ctx: Context): Promise<AlertCountsDto> {
  requirePermission(ctx, "alerts.read");
  const rows = await countOpenAlertRows(ctx.runtime.db.read, ctx.accounts);
  const sum = (matches: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(matches).reduce((total, { n }) => total + n, 0);
  return {
    open: sum(({ status }) => status === "open"),
    acknowledged: sum(({ status }) => status === "acknowledged"),
    critical: sum(({ severity }) => severity === "critical"),
  };
}
