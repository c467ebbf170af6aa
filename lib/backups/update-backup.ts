import { recordAudit } from "../audit/record-audit";
import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, userIdOf, type Context } from "../context";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { NotFoundError, PreconditionFailedError } from "../errors";
import { emitEvent } from "../events/emit-event";
import { backupChanged } from "./backup-changed";
import { findListedBackup } from "./backup-list.repo";
import type { BackupPatch, BackupRow } from "./backup-row";
import type { BackupDto } from "./dto";
import { setBackup } from "./patch-backup.repo";
import { recordStep } from "./record-step";
import { UpdateBackupInput } from "./schemas";
import { toBackupDto } from "./to-backup-dto";

/** A person's words about a backup: its description in our records, and whether it is held. */
export async function updateBackup(ctx: Context, input: UpdateBackupInput): Promise<BackupDto> {
  return (await changeBackup(ctx, input)).backup;
}

/** The same, and whether anything was to be changed. */
export async function changeBackup(
  ctx: Context,
  input: UpdateBackupInput,
): Promise<{ backup: BackupDto; changed: boolean }> {
  requirePermission(ctx, "backups.edit");
  if (input.held !== undefined) requirePermission(ctx, "backups.hold");
  const wanted = UpdateBackupInput.parse(input);
  return writeAs(ctx, async (tx) => {
    const { backupId } = wanted;
    const found = await findListedBackup(tx, { backupId, accounts: ctx.accounts });
    if (!found) throw new NotFoundError("The backup");
    const set = toPatch(ctx, found.backup, wanted);
    if (Object.keys(set).length === 0) {
      return { backup: toBackupDto(found.backup, found.instance), changed: false };
    }
    const updated = await setBackup(tx, ctx, { backupId, set });
    await recordEffects(tx, ctx, { before: found.backup, updated });
    return { backup: toBackupDto(updated, found.instance), changed: true };
  });
}

function toPatch(ctx: Context, backup: BackupRow, wanted: UpdateBackupInput): BackupPatch {
  const { description, held, holdReason } = wanted;
  const set: BackupPatch = {};
  if (description !== undefined && description !== backup.description) {
    set.description = description;
  }
  if (held === false && backup.heldAt !== null) {
    Object.assign(set, { heldAt: null, heldBy: null, heldReason: null });
  }
  if (held === true) {
    requireHoldable(backup);
    const by = userIdOf(ctx.actor) === null ? null : actorName(ctx.actor);
    const sameReason = holdReason === undefined || holdReason === backup.heldReason;
    if (backup.heldAt === null || !sameReason) {
      const heldReason = holdReason ?? backup.heldReason;
      Object.assign(set, { heldAt: ctx.runtime.clock.now(), heldBy: by, heldReason });
    }
  }
  return set;
}

/** There is nothing of it that a hold could keep. */
const NOTHING_TO_HOLD: ReadonlySet<BackupStatus> = new Set([
  "missed",
  "skipped",
  "deleted",
  "forgotten",
]);

function requireHoldable(backup: BackupRow): void {
  if (NOTHING_TO_HOLD.has(backup.status)) {
    throw new PreconditionFailedError(
      `It has no image that could be held: it is ${backup.status}.`,
    );
  }
  // A removal asks for the hold again before anything of it is sent.
  const isSent = backup.status === "deleting" && backup.deregisterSentAt !== null;
  if (!isSent) return;
  throw new PreconditionFailedError("The backup is being removed already: it cannot be held.");
}

async function recordEffects(
  tx: Tx,
  ctx: Context,
  { before, updated }: { before: BackupRow; updated: BackupRow },
): Promise<void> {
  await emitEvent(ctx.runtime, tx, backupChanged(updated));
  await recordAudit(tx, ctx, {
    action: "backup.update",
    targetType: "backup",
    targetId: updated.id,
    accountRef: updated.accountRef,
    before: toAudited(before),
    after: toAudited(updated),
  });
  const wasHeld = before.heldAt !== null;
  const isHeld = updated.heldAt !== null;
  if (wasHeld === isHeld) return;
  await recordStep(tx, ctx, {
    backupId: updated.id,
    type: isHeld ? "hold.set" : "hold.released",
    message: isHeld ? "Held: nothing removes it." : "No longer held.",
  });
}

function toAudited(backup: BackupRow) {
  return {
    description: backup.description,
    held: backup.heldAt !== null,
    heldReason: backup.heldReason,
  };
}
