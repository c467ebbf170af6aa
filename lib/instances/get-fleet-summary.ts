import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { FleetSummaryDto, NeedsYouDto } from "./dto";
import { countByHealth, listNeedingYou, type NeedingRow } from "./fleet-summary.repo";
import { HEALTH_MEANINGS, NEEDS_YOU_ORDER, type HealthStatus } from "./instance-health.pure";
import { toHealthDto } from "./to-instance-dto";

const SHOWN_MAX = 20;

/** The dashboard's sentence, from the instances alone: it does not grow with the backups. */
export async function getFleetSummary(ctx: Context): Promise<FleetSummaryDto> {
  requirePermission(ctx, "instances.read");
  const { read } = ctx.runtime.db;
  const scope = { accounts: ctx.accounts, now: ctx.runtime.clock.now() };
  const counts = await countByHealth(read, scope);
  const sum = (status: HealthStatus) =>
    counts
      .filter(({ reason }) => HEALTH_MEANINGS[reason].status === status)
      .reduce((total, { n }) => total + n, 0);
  const needsYouCount = sum("needs_you");
  const order = NEEDS_YOU_ORDER;
  const needing =
    needsYouCount === 0 ? [] : await listNeedingYou(read, { ...scope, limit: SHOWN_MAX, order });
  return {
    total: counts.reduce((total, { n }) => total + n, 0),
    protected: sum("protected"),
    waiting: sum("waiting"),
    paused: sum("paused"),
    needsYouCount,
    needsYou: needing.map(toNeedsYouDto),
  };
}

function toNeedsYouDto({ reason, ...row }: NeedingRow): NeedsYouDto {
  return { ...row, health: toHealthDto(reason) };
}
