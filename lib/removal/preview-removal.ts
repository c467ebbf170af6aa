import { requirePermission } from "../auth/require-permission";
import type { BackupRow } from "../backups/backup-row";
import { findListedBackup, type ListedBackup } from "../backups/backup-list.repo";
import { isDeadImage } from "../backups/decide-look-up.pure";
import { listReaders } from "../backups/reader.repo";
import { GetBackupInput } from "../backups/schemas";
import type { Context } from "../context";
import { REMOVAL_MODES, type RemovalMode } from "../db/schema/constants";
import { NotFoundError } from "../errors";
import { findFloor } from "./floor.repo";
import type { RemovalPreviewDto } from "./dto";
import { findForgetRefusal } from "./forget-backup";
import { findKeptRefusal, lookAtBackup, NOTHING, type BackupLook } from "./look-at-backup";
import { NoCredentialError, withCredential } from "./remover";
import { countOthers } from "./removals.repo";
import { listRemaining } from "./snapshots.repo";

/** What deleting a backup would destroy, what refers to it, and what would stay. Asks AWS. */
export async function previewRemoval(
  ctx: Context,
  input: { backupId: string },
): Promise<RemovalPreviewDto> {
  requirePermission(ctx, "backups.delete");
  const { backupId } = GetBackupInput.parse(input);
  const { read } = ctx.runtime.db;
  const found = await findListedBackup(read, { backupId, accounts: ctx.accounts });
  if (!found) throw new NotFoundError("The backup");
  const { backup } = found;
  const { instanceRef } = backup;
  const others = await countOthers(read, { instanceRef, except: backupId });
  const look = await lookIfThere(ctx, found);
  const known = await listRemaining(read, { backupId, imageId: backup.imageId });
  return {
    backupId,
    imageId: backup.imageId,
    region: backup.region,
    accountId: found.instance.accountId,
    snapshotIds:
      look?.image?.snapshots.map(({ snapshotId }) => snapshotId) ??
      known.map(({ snapshotId }) => snapshotId),
    sizeBytes: backup.sizeBytes,
    modes: REMOVAL_MODES.map((mode) => ({
      mode,
      refusal: findModeRefusal(backup, mode) ?? findLookRefusal(look, mode),
    })),
    references: look?.references ?? [],
    checked: look?.checked ?? [],
    staying: others.free,
    floor: await findFloor(read, instanceRef),
    isLastGood: backup.status === "available" && others.all === 0,
    needsCredential: look === null || (await listReaders(read, backup.accountRef)).length === 0,
  };
}

/** Why this may not be taken away of it now, or null. */
export function findModeRefusal(backup: BackupRow, mode: RemovalMode): string | null {
  if (mode === "record") return findForgetRefusal(backup)?.reason ?? null;
  if (backup.imageId === null) return "It has no image.";
  if (backup.heldAt !== null) return "It is held: release the hold first.";
  const isDead = backup.status === "failed" && isDeadImage({ state: backup.imageState ?? "" });
  if (backup.status === "available" || isDead) return null;
  return `It is ${backup.status}: only what AWS calls available, or failed, is deleted.`;
}

function findLookRefusal(look: BackupLook | null, mode: RemovalMode): string | null {
  return look && mode === "image_and_snapshots" ? findKeptRefusal(look) : null;
}

/** Null: no saved credential reaches its account. */
async function lookIfThere(ctx: Context, { backup }: ListedBackup): Promise<BackupLook | null> {
  const { imageId, accountRef, region } = backup;
  if (imageId === null || findModeRefusal(backup, "image") !== null) return NOTHING;
  const place = { accountRef, region, preferredId: null };
  try {
    return await withCredential(ctx, place, async (credentialId) => {
      const target = { credentialId, region, purpose: "read" as const, interactive: true };
      const ec2 = await ctx.runtime.aws.ec2(target);
      return lookAtBackup(ctx, { accountRef, region, imageId, ec2, source: { credentialId } });
    });
  } catch (error) {
    if (error instanceof NoCredentialError) return null;
    throw error;
  }
}
