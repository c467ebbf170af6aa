import { secondImageCause } from "../alerts/backup-cause.pure";
import { raiseAlert } from "../alerts/raise-alert";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { BackupRow } from "./backup-row";
import { patchBackup } from "./patch-backup.repo";
import { recordStep } from "./record-step";

/** Two live images of one backup: written down for a person; nothing is removed on a guess. */
export async function recordSecondImage(
  tx: Tx,
  ctx: Context,
  { backup, imageId }: { backup: BackupRow; imageId: string },
): Promise<void> {
  if (backup.secondImageId === imageId) return;
  const patched = await patchBackup(tx, ctx, { backup, set: { secondImageId: imageId } });
  if (!patched) return;
  const message = `AWS holds a second live image of this backup: ${imageId}.`;
  await recordStep(tx, ctx, { backupId: backup.id, type: "image.second", message });
  await recordAudit(tx, ctx, {
    action: "backup.second_image",
    targetType: "backup",
    targetId: backup.id,
    accountRef: backup.accountRef,
    after: { imageId: backup.imageId, secondImageId: imageId },
  });
  await raiseAlert(tx, ctx, {
    cause: secondImageCause(backup.accountRef),
    kind: "backups.second_image",
    severity: "warning",
    accountRef: backup.accountRef,
    title: "A backup has two live images",
    message: "AWS holds a second live image of a backup. Nothing was removed on a guess.",
    suggestion: "Look at both images in AWS and decide which one stays.",
    link: `/backups/${backup.id}`,
    member: {
      entityType: "backup",
      entityId: backup.id,
      accountRef: backup.accountRef,
      message: `${backup.instanceId}: ${backup.imageId ?? "its image"} and ${imageId}`,
    },
  });
}
