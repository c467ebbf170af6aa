import type { BackupRow } from "../backups/backup-row";
import { patchBackup } from "../backups/patch-backup.repo";
import { LEASE_MS } from "../backups/protocol-timing.pure";
import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newToken } from "../ids";
import { findRemoval, findStaying, type Removal } from "./removals.repo";
import { keepSnapshotIds } from "./snapshots.repo";

export interface RemovalClaim {
  /** As claimed: its lease token is what every later write of this claim compares. */
  backup: Removal["backup"];
  /** As it was before: a send without effect goes back to it. */
  before: Pick<BackupRow, "deregisterSentAt" | "leaseExpiresAt">;
}

/**
 * Takes a removal under a lease and writes down its snapshots and that its image may be gone from
 * now on. Null when somebody else was faster, or when the records no longer justify it.
 */
export async function claimRemoval(
  ctx: Context,
  { removal, image }: { removal: Removal; image: Ec2Image },
): Promise<RemovalClaim | null> {
  return ctx.runtime.db.write(async (tx) => {
    const now = ctx.runtime.clock.now();
    const found = await findRemoval(tx, removal.backup.id);
    if (!found || !(await isStillDue(tx, { found, removal, now }))) return null;
    const leaseExpiresAt = now + LEASE_MS;
    const claimed = await patchBackup(tx, ctx, {
      backup: found.backup,
      set: {
        leaseToken: newToken(ctx.runtime.random),
        leaseExpiresAt,
        notBeforeAt: leaseExpiresAt,
        deregisterSentAt: found.backup.deregisterSentAt ?? now,
      },
    });
    if (!claimed) return null;
    await ctx.runtime.faultPoint?.("in-removal-claim");
    await keepSnapshotIds(tx, { backup: claimed, image, now });
    const { imageId, deregisterSentAt, leaseExpiresAt: expiredAt } = found.backup;
    return {
      backup: { ...claimed, imageId },
      before: { deregisterSentAt, leaseExpiresAt: expiredAt },
    };
  });
}

/** The proof was taken of the row as it was read: hold, survivors and image must still be those. */
async function isStillDue(
  tx: Tx,
  { found, removal, now }: { found: Removal; removal: Removal; now: number },
): Promise<boolean> {
  const { backup } = found;
  if (backup.status !== "deleting" || backup.heldAt !== null) return false;
  if (found.plan?.status === "cancelled") return false;
  if (backup.imageId !== removal.backup.imageId) return false;
  if (backup.leaseToken !== removal.backup.leaseToken || !isFree(backup, now)) return false;
  const survivorIds = backup.removalSurvivorIds ?? [];
  if (survivorIds.join() !== (removal.backup.removalSurvivorIds ?? []).join()) return false;
  const staying = await findStaying(tx, survivorIds);
  return (
    staying.length === survivorIds.length && staying.every(({ status }) => status === "available")
  );
}

function isFree({ leaseToken, leaseExpiresAt }: BackupRow, now: number): boolean {
  return leaseToken === null || (leaseExpiresAt ?? 0) <= now;
}
