import type { Ec2, Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import type { RemovalEvidence } from "../db/schema/removal";
import { gatherEvidence } from "../removal/evidence";
import { judgeItem } from "./judge-item.pure";
import type { PlanItemRow } from "./plan-row";
import { findHolds } from "./holds.repo";

/** AWS's limit of values in one filter. */
const SNAPSHOTS_PER_CALL = 200;

/** What AWS says of an item now. */
export interface ItemReading {
  item: PlanItemRow;
  /** AWS has it no more. */
  gone: boolean;
  evidence: RemovalEvidence[];
  checked: string[];
  snapshotIds: string[];
  sizeBytes: number | null;
}

/**
 * Evidence for items of one account and region, at most 200. Those that are missing in the answer
 * are to be asked for again.
 */
export async function readEvidence(
  ctx: Context,
  request: { credentialId: string; items: readonly PlanItemRow[] },
): Promise<ItemReading[]> {
  const { credentialId, items } = request;
  const [first] = items;
  if (!first) return [];
  const { accountRef, region } = first;
  const { aws, db } = ctx.runtime;
  const ec2 = await aws.ec2({ credentialId, region, purpose: "read" });
  const { images, snapshots } = await readResources(ec2, items);
  const found = await gatherEvidence(ctx, {
    accountRef,
    region,
    images: [...images.values()],
    credentialId,
  });
  const holds = await findHolds(
    db.read,
    items.flatMap(({ backupId }) => backupId ?? []),
  );
  const readings: ItemReading[] = [];
  for (const item of items) {
    const image = item.imageId === null ? undefined : images.get(item.imageId);
    const evidence = image ? found.get(image.imageId) : { evidence: [], checked: [] };
    if (!evidence) continue;
    readings.push(
      judgeItem({
        item,
        image: image ?? null,
        snapshots: image ? [] : item.snapshotIds.flatMap((id) => snapshots.get(id) ?? []),
        imageSnapshots: snapshotsOf(item, image).flatMap((id) => snapshots.get(id) ?? []),
        evidence,
        hold: holds.get(item.backupId ?? "") ?? null,
        owner: ctx.runtime.config.installationId,
      }),
    );
  }
  return readings;
}

/** Of its image, where they are to go with it. */
function snapshotsOf({ mode }: PlanItemRow, image: Ec2Image | undefined): string[] {
  if (!image || mode !== "image_and_snapshots") return [];
  return image.snapshots.map(({ snapshotId }) => snapshotId);
}

async function readResources(
  ec2: Ec2,
  items: readonly PlanItemRow[],
): Promise<{ images: Map<string, Ec2Image>; snapshots: Map<string, Ec2Snapshot> }> {
  const withImage = items.filter(({ mode }) => mode !== "record");
  const imageIds = withImage.flatMap(({ imageId }) => imageId ?? []);
  const loose = items.filter(({ imageId }) => imageId === null).flatMap((item) => item.snapshotIds);
  const images = imageIds.length > 0 ? (await ec2.proveImages(imageIds)).images : [];
  const byId = new Map(images.map((image) => [image.imageId, image]));
  const going = items.flatMap((item) => snapshotsOf(item, byId.get(item.imageId ?? "")));
  const snapshots: Ec2Snapshot[] = [];
  for (const ids of inChunks([...new Set([...loose, ...going])], SNAPSHOTS_PER_CALL)) {
    snapshots.push(...(await ec2.findSnapshots(ids)));
  }
  return {
    images: byId,
    snapshots: new Map(snapshots.map((snapshot) => [snapshot.snapshotId, snapshot])),
  };
}
