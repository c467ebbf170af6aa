import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { unlinkInstance } from "#lib/schedules/unlink-instance";
import { getInstanceDto, getProtectedRow } from "./get-instance-row";
import { noteInstanceChange, toAudited } from "./instance-changed";
import { patchInstance } from "./instance.repo";
import { InstanceRef } from "./schemas";

/** Ends its protection. Its backups stay, in the records and in AWS; nothing is deleted. */
export async function removeInstance(ctx: Context, input: InstanceRef): Promise<void> {
  requirePermission(ctx, "instances.remove");
  const { instanceId: id } = InstanceRef.parse(input);
  const { clock, db } = ctx.runtime;
  await db.write(async (tx) => {
    await getProtectedRow(tx, ctx, id);
    const before = toAudited(await getInstanceDto(tx, ctx, id));
    const now = clock.now();
    await patchInstance(tx, id, { removedAt: now, updatedAt: now });
    await unlinkInstance(tx, ctx, { instanceRef: id });
    await noteInstanceChange(tx, ctx, { id, action: "instance.remove", before });
  });
}
