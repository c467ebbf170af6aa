import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { findInstance } from "./instance.repo";
import { InstanceRef } from "./schemas";

/** What a list that is narrowed to an instance calls it; null for one that is not to be known of. */
export async function getInstanceName(ctx: Context, input: InstanceRef): Promise<string | null> {
  requirePermission(ctx, "instances.read");
  const { instanceId: id } = InstanceRef.parse(input);
  const now = ctx.runtime.clock.now();
  const row = await findInstance(ctx.runtime.db.read, { id, accounts: ctx.accounts, now });
  return row ? row.instance.name || row.instance.instanceId : null;
}
