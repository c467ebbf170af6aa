import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { InstanceDto } from "./dto";
import { getInstanceDto } from "./get-instance-row";
import { InstanceRef } from "./schemas";

/** Also one that was removed, as long as its backups have records. */
export async function getInstance(ctx: Context, input: InstanceRef): Promise<InstanceDto> {
  requirePermission(ctx, "instances.read");
  const { instanceId } = InstanceRef.parse(input);
  return getInstanceDto(ctx.runtime.db.read, ctx, instanceId);
}
