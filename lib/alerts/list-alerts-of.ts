import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { AlertKind } from "./alert-kinds";
import { listMemberships } from "./members.repo";

/** By entity: the open alert that tells of it. What no alert tells of is left out. */
export async function listAlertsOf(
  ctx: Context,
  of: { entityType: string; entityIds: readonly string[]; kinds: readonly AlertKind[] },
): Promise<Map<string, string>> {
  requirePermission(ctx, "alerts.read");
  const memberships = await listMemberships(ctx.runtime.db.read, of);
  return new Map(memberships.map(({ entityId, alertId }) => [entityId, alertId]));
}
