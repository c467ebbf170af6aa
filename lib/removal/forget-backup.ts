import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { requireStillActing } from "../auth/require-still-acting";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { BackupRow } from "../backups/backup-row";
import { changeStatus } from "../backups/change-status";
import { isLegalChange } from "../backups/backup-status.pure";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import type { RemovalRefusal } from "./start-removal";

/** AWS's limit of values in one filter. */
const SNAPSHOTS_PER_CALL = 200;

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

/** By image: what had no such tag before, the image and its snapshots. */
export type FreshlyKept = ReadonlyMap<string, readonly string[]>;

/**
 * Tags in AWS what stays when its record goes, so that a rebuilt database respects it too. An image
 * that is not there any more needs no tag. Throws like `requireStillActing`, before anything is tagged.
 */
export async function tagKept(
  ctx: Context,
  ec2: Pick<Ec2, "createTags" | "findSnapshots" | "proveImages">,
  imageIds: readonly string[],
): Promise<FreshlyKept> {
  const { images } = await ec2.proveImages(imageIds);
  if (images.length === 0) return new Map();
  const snapshotIds = images.flatMap(snapshotIdsOf);
  const tagged = new Set<string>(images.filter(isTagged).map(({ imageId }) => imageId));
  for (const ids of inChunks(snapshotIds, SNAPSHOTS_PER_CALL)) {
    const found = await ec2.findSnapshots(ids);
    for (const { snapshotId } of found.filter(isTagged)) tagged.add(snapshotId);
  }
  await requireStillActing(ctx.runtime.db.read, ctx);
  const withSnapshots = await createKeepTags(ec2, { images, snapshotIds });
  return new Map(
    images.map((image) => {
      const ids = [image.imageId, ...(withSnapshots ? snapshotIdsOf(image) : [])];
      return [image.imageId, ids.filter((id) => !tagged.has(id))];
    }),
  );
}

function snapshotIdsOf({ snapshots }: Ec2Image): string[] {
  return snapshots.map(({ snapshotId }) => snapshotId);
}

function isTagged({ tags }: Pick<Ec2Image, "tags">): boolean {
  return tags[IMAGE_TAGS.keep] !== undefined;
}

/** False where AWS lacks a snapshot, and only the images were tagged. */
async function createKeepTags(
  ec2: Pick<Ec2, "createTags">,
  { images, snapshotIds }: { images: readonly Ec2Image[]; snapshotIds: readonly string[] },
): Promise<boolean> {
  const imageIds = images.map(({ imageId }) => imageId);
  const tags = { [IMAGE_TAGS.keep]: "true" };
  try {
    await ec2.createTags({ resourceIds: [...imageIds, ...snapshotIds], tags });
    return true;
  } catch (error) {
    if (!(error instanceof AwsCallError) || error.awsCode !== "InvalidSnapshot.NotFound") {
      throw error;
    }
    await ec2.createTags({ resourceIds: imageIds, tags });
    return false;
  }
}

/** Its record stays after all: tagged so, no policy would ever remove it. */
export async function untagKept(
  ec2: Pick<Ec2, "deleteTags">,
  { fresh, imageIds }: { fresh: FreshlyKept; imageIds: readonly string[] },
): Promise<void> {
  const resourceIds = imageIds.flatMap((imageId) => fresh.get(imageId) ?? []);
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
