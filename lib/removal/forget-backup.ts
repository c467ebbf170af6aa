import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import type { BackupRow } from "../backups/backup-row";
import { changeStatus } from "../backups/change-status";
import { isLegalChange } from "../backups/backup-status.pure";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { RemovalRefusal } from "./start-removal";

/** Why only the record of a backup may not go, or null. */
export function findForgetRefusal(backup: BackupRow): RemovalRefusal | null {
  const edge = { from: backup.status, to: "forgotten", trigger: "record_removed" } as const;
  if (!isLegalChange(edge)) {
    return { code: "NotRemovable", reason: `A backup that is ${backup.status} keeps its record.` };
  }
  return backup.heldAt === null ? null : { code: "Held", reason: "It is held." };
}

/** Whether AWS may hold an image of it that is to stay. */
export function mayHaveImage({ status, imageId }: BackupRow): boolean {
  return imageId !== null && (status === "available" || status === "failed");
}

/**
 * Tags in AWS what stays when its record goes, so that a rebuilt database respects it too. An image
 * that is not there any more needs no tag. Answers with the images that had no such tag before.
 */
export async function tagKept(
  ec2: Pick<Ec2, "createTags" | "proveImages">,
  imageIds: readonly string[],
): Promise<string[]> {
  const { images } = await ec2.proveImages(imageIds);
  const resourceIds = images.flatMap(({ imageId, snapshots }) => [
    imageId,
    ...snapshots.map(({ snapshotId }) => snapshotId),
  ]);
  if (resourceIds.length === 0) return [];
  const fresh = images.filter(({ tags }) => tags[IMAGE_TAGS.keep] === undefined);
  try {
    await ec2.createTags({ resourceIds, tags: { [IMAGE_TAGS.keep]: "true" } });
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.awsCode !== "InvalidSnapshot.NotFound") {
      throw error;
    }
    await ec2.createTags({
      resourceIds: images.map(({ imageId }) => imageId),
      tags: { [IMAGE_TAGS.keep]: "true" },
    });
  }
  return fresh.map(({ imageId }) => imageId);
}

/** Its record stays after all: tagged so, no policy would ever remove its image. */
export async function untagKept(
  ec2: Pick<Ec2, "deleteTags">,
  resourceIds: readonly string[],
): Promise<void> {
  if (resourceIds.length > 0) await ec2.deleteTags({ resourceIds, keys: [IMAGE_TAGS.keep] });
}

/** The record goes, and whatever AWS has of it stays. Null: it has changed meanwhile. */
export async function forgetBackup(
  tx: Tx,
  ctx: Context,
  { backup, message }: { backup: BackupRow; message: string },
): Promise<BackupRow | null> {
  return changeStatus(tx, ctx, {
    backup,
    to: "forgotten",
    trigger: "record_removed",
    set: { notBeforeAt: null, removalMode: "record" },
    message,
  });
}
