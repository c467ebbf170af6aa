import type { Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import { isDeadImage } from "./decide-look-up.pure";
import type { NewSnapshot } from "./snapshot.repo";

/** A snapshot as the image and as DescribeSnapshots tell of it, the latter being the newer word. */
export interface SeenSnapshot {
  snapshotId: string;
  volumeId: string | null;
  device: string | null;
  sizeGiB: number | null;
  fullSizeBytes: number | null;
  encrypted: boolean | null;
  state: string;
  progressPercent: number | null;
  stateMessage: string | null;
}

export function joinSnapshots(
  image: Ec2Image,
  described: ReadonlyMap<string, Ec2Snapshot>,
): SeenSnapshot[] {
  return image.snapshots.map((mapped) => {
    const seen = described.get(mapped.snapshotId);
    return {
      snapshotId: mapped.snapshotId,
      volumeId: seen?.volumeId ?? null,
      device: mapped.device,
      sizeGiB: seen?.sizeGiB ?? mapped.sizeGiB,
      fullSizeBytes: seen?.fullSizeBytes ?? null,
      encrypted: seen?.encrypted ?? mapped.encrypted,
      state: seen?.state ?? "unknown",
      progressPercent: seen?.progressPercent ?? null,
      stateMessage: seen?.stateMessage ?? null,
    };
  });
}

export function toSnapshotRows(
  snapshots: readonly SeenSnapshot[],
  of: { backupId: string; imageId: string; now: number },
): NewSnapshot[] {
  return snapshots.map((snapshot) => ({
    ...snapshot,
    id: `${of.backupId}-${snapshot.snapshotId}`,
    backupId: of.backupId,
    imageId: of.imageId,
    state: snapshot.state === "unknown" ? null : snapshot.state,
    updatedAt: of.now,
  }));
}

/** Of those of these images that AWS calls failed, as the images name them. */
export function toDeadSnapshotRows(
  images: readonly Ec2Image[],
  { backupId, now }: { backupId: string; now: number },
): NewSnapshot[] {
  return images.filter(isDeadImage).flatMap((image) =>
    toSnapshotRows(joinSnapshots(image, new Map()), {
      backupId,
      imageId: image.imageId,
      now,
    }),
  );
}
