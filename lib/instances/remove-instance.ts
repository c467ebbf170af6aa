import { requirePermission } from "#lib/auth/require-permission";
import { requireProofOfMany } from "#lib/auth/require-proof-of-many";
import { writeAs } from "#lib/auth/write-as";
import type { Context } from "#lib/context";
import type { Tx } from "#lib/db/tx";
import { unlinkInstance } from "#lib/schedules/unlink-instance";
import { getInstanceDto, getProtectedRow } from "./get-instance-row";
import { noteInstanceChange, toAudited } from "./instance-changed";
import { patchInstance } from "./instance.repo";
import { RemoveInstanceInput, type BackupsAfterRemoval } from "./schemas";

/**
 * Ends its protection; nothing is deleted. Its backups stay, in the records and in AWS, until a
 * person removes them, or as long as their policy wants where the person chose that it goes on.
 * Throws Forbidden where many were removed within the hour and no fresh proof was given.
 */
export async function removeInstance(ctx: Context, input: RemoveInstanceInput): Promise<void> {
  requirePermission(ctx, "instances.remove");
  const { instanceId, backups } = RemoveInstanceInput.parse(input);
  if (backups === "retention") requirePermission(ctx, "policies.write");
  await writeAs(ctx, async (tx) => {
    await requireProofOfMany(ctx, tx);
    await endProtection(tx, ctx, { instanceId, backups });
  });
}

/** The caller has asked for what it takes. */
export async function endProtection(
  tx: Tx,
  ctx: Context,
  of: { instanceId: string; backups: BackupsAfterRemoval },
): Promise<void> {
  const { instanceId: id, backups } = of;
  await getProtectedRow(tx, ctx, id);
  const before = toAudited(await getInstanceDto(tx, ctx, id));
  const now = ctx.runtime.clock.now();
  const ends = { removedAt: now, updatedAt: now, scheduler: "local" } as const;
  await patchInstance(tx, id, { ...ends, retentionAfterRemoval: backups === "retention" });
  await unlinkInstance(tx, ctx, { instanceRef: id });
  await noteInstanceChange(tx, ctx, { id, action: "instance.remove", before, after: { backups } });
}
