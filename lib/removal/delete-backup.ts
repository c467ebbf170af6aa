import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { requireProofOfMany } from "../auth/require-proof-of-many";
import { writeAs } from "../auth/write-as";
import { findListedBackup } from "../backups/backup-list.repo";
import type { BackupRow } from "../backups/backup-row";
import type { BackupDto } from "../backups/dto";
import { toBackupDto } from "../backups/to-backup-dto";
import { actorName, type Context } from "../context";
import type { RemovalMode } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import {
  ConflictError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  UnauthorizedError,
} from "../errors";
import { enqueuePlaces } from "./enqueue-removals";
import { findFloor, findNewest } from "./floor.repo";
import { forgetBackup, mayHaveImage, tagKept, untagKept } from "./forget-backup";
import { removalRunJob } from "./jobs";
import { findKeptRefusal, lookAtBackup, type BackupLook } from "./look-at-backup";
import { findModeRefusal } from "./preview-removal";
import { withCredential, withRemover } from "./remover";
import { DeleteBackupInput } from "./schemas";
import { startRemoval } from "./start-removal";

/**
 * Deletes one backup as a person says. What AWS holds goes by itself afterwards, with its proof.
 * Throws PreconditionFailed for what may not go, Conflict where something refers to the image,
 * Forbidden where many went within the hour and no fresh proof was given.
 */
export async function deleteBackup(ctx: Context, input: DeleteBackupInput): Promise<BackupDto> {
  requirePermission(ctx, "backups.delete");
  const wanted = DeleteBackupInput.parse(input);
  const backup = await findDeletable(ctx, wanted);
  const { accountRef, region } = backup;
  const place = { accountRef, region, preferredId: null, interactive: true };
  if (wanted.mode === "record") {
    const { imageId } = backup;
    if (imageId === null || !mayHaveImage(backup)) return forget(ctx, backup);
    const imageIds = [imageId];
    const fresh = await withRemover(ctx, place, (ec2) => tagKept(ctx, ec2, imageIds));
    return forgetTagged(ctx, backup, () =>
      withRemover(ctx, place, (ec2) => untagKept(ec2, { fresh, imageIds })),
    );
  }
  const { imageId } = backup;
  await withCredential(ctx, place, async (credentialId) => {
    const target = { credentialId, region, purpose: "read" as const, interactive: true };
    const ec2 = await ctx.runtime.aws.ec2(target);
    const source = { credentialId };
    const look = await lookAtBackup(ctx, { ...place, imageId: imageId ?? "", ec2, source });
    requireRemovable(look, wanted.mode);
  });
  const started = await begin(ctx, wanted);
  await enqueuePlaces(ctx.runtime, removalRunJob, [{ accountRef, region }]);
  return started;
}

export async function findDeletable(
  ctx: Context,
  { backupId, mode }: { backupId: string; mode: RemovalMode },
): Promise<BackupRow> {
  const { read } = ctx.runtime.db;
  const found = await findListedBackup(read, { backupId, accounts: ctx.accounts });
  if (!found) throw new NotFoundError("The backup");
  // Asked again in the transaction that counts; this early, nothing was sent to AWS.
  await requireProofOfMany(ctx, read);
  const refusal = findModeRefusal(found.backup, mode);
  if (refusal) throw new PreconditionFailedError(refusal, { reason: "not_removable" });
  return found.backup;
}

export function requireRemovable(look: BackupLook, mode: RemovalMode): void {
  const kept = mode === "image_and_snapshots" ? findKeptRefusal(look) : null;
  if (kept) {
    throw new PreconditionFailedError(kept, {
      suggestion: "Delete the image alone, or take the tag off its snapshots in AWS.",
      reason: "snapshot_kept",
    });
  }
  if (look.references.length === 0) return;
  throw new ConflictError(`Something refers to its image. ${look.references.join(" ")}`, {
    suggestion: "Take the references away, or delete it by a plan, which asks for each.",
    reason: "image_referenced",
  });
}

/** `available → deleting`, audited: hold, floor and survivors as they are in this moment. */
export async function begin(
  ctx: Context,
  wanted: { backupId: string; mode: RemovalMode; belowFloor: boolean; notBeforeAt?: number },
): Promise<BackupDto> {
  return writeAs(ctx, async (tx) => {
    const { backupId, mode, belowFloor, notBeforeAt = ctx.runtime.clock.now() } = wanted;
    const found = await findListedBackup(tx, { backupId, accounts: ctx.accounts });
    if (!found || mode === "record") throw new NotFoundError("The backup");
    await requireProofOfMany(ctx, tx);
    const { instanceRef } = found.backup;
    const floor = await findFloor(tx, instanceRef);
    const survivorIds =
      found.backup.status === "available"
        ? await findNewest(tx, { instanceRef, except: [backupId], limit: floor })
        : [];
    const message = `Deleted by ${actorName(ctx.actor)}.`;
    const refusal = await startRemoval(tx, ctx, {
      backup: found.backup,
      mode,
      itemId: null,
      survivorIds,
      belowFloor,
      message,
      notBeforeAt,
    });
    if (refusal) {
      throw new PreconditionFailedError(refusal.reason, {
        reason: refusal.code,
        ...(refusal.code === "BelowFloor"
          ? { suggestion: "Say explicitly that fewer may stay: belowFloor=true." }
          : {}),
      });
    }
    await auditDelete(tx, ctx, { backup: found.backup, mode, belowFloor });
    const after = await findListedBackup(tx, { backupId, accounts: ctx.accounts });
    return toBackupDto((after ?? found).backup, found.instance);
  });
}

const KEEPING_ERRORS = [ConflictError, ForbiddenError, UnauthorizedError];

/** A hold, other deletions or the caller's end that came in between keep the record: then without the tag. */
export async function forgetTagged(
  ctx: Context,
  backup: BackupRow,
  untag: () => Promise<void>,
): Promise<BackupDto> {
  try {
    return await forget(ctx, backup);
  } catch (error) {
    if (!KEEPING_ERRORS.some((type) => error instanceof type)) throw error;
    const found = await findListedBackup(ctx.runtime.db.read, {
      backupId: backup.id,
      accounts: ctx.accounts,
    });
    // Somebody else's forgetting wants the tag.
    if (found?.backup.status !== "forgotten") await untag();
    throw error;
  }
}

export async function forget(ctx: Context, { id }: BackupRow): Promise<BackupDto> {
  return writeAs(ctx, async (tx) => {
    const found = await findListedBackup(tx, { backupId: id, accounts: ctx.accounts });
    if (!found) throw new NotFoundError("The backup");
    await requireProofOfMany(ctx, tx);
    const { backup, instance } = found;
    const refusal = findModeRefusal(backup, "record");
    const message = `Its record was removed by ${actorName(ctx.actor)}; what AWS holds stays.`;
    const forgotten = refusal ? null : await forgetBackup(tx, ctx, { backup, message });
    if (!forgotten) throw new ConflictError(refusal ?? "It changed in the meantime.");
    await auditDelete(tx, ctx, { backup, mode: "record", belowFloor: false });
    return toBackupDto(forgotten, instance);
  });
}

async function auditDelete(
  tx: Tx,
  ctx: Context,
  of: { backup: BackupRow; mode: RemovalMode; belowFloor: boolean },
): Promise<void> {
  const { backup, mode, belowFloor } = of;
  await recordAudit(tx, ctx, {
    action: "backup.delete",
    targetType: "backup",
    targetId: backup.id,
    accountRef: backup.accountRef,
    before: { status: backup.status },
    after: { mode, imageId: backup.imageId, instanceId: backup.instanceId, belowFloor },
  });
}
