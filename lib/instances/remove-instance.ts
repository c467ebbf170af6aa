import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { unlinkInstance } from "#lib/schedules/unlink-instance";
import { getInstanceDto, getProtectedRow } from "./get-instance-row";
import { noteInstanceChange, toAudited } from "./instance-changed";
import { patchInstance } from "./instance.repo";
import { RemoveInstanceInput } from "./schemas";

/**
 * Ends its protection; nothing is deleted. Its backups stay, in the records and in AWS, until a
 * person removes them, or as long as their policy wants where the person chose that it goes on.
 */
export async function removeInstance(ctx: Context, input: RemoveInstanceInput): Promise<void> {
  requirePermission(ctx, "instances.remove");
  const { instanceId: id, backups } = RemoveInstanceInput.parse(input);
  const retentionAfterRemoval = backups === "retention";
  if (retentionAfterRemoval) requirePermission(ctx, "policies.write");
  const { clock, db } = ctx.runtime;
  await db.write(async (tx) => {
    await getProtectedRow(tx, ctx, id);
    const before = toAudited(await getInstanceDto(tx, ctx, id));
    const now = clock.now();
    const ends = { removedAt: now, updatedAt: now, scheduler: "local" } as const;
    await patchInstance(tx, id, { ...ends, retentionAfterRemoval });
    await unlinkInstance(tx, ctx, { instanceRef: id });
    const after = { backups };
    await noteInstanceChange(tx, ctx, { id, action: "instance.remove", before, after });
  });
}
