import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { IMAGE_TAGS } from "#lambda/contract/image-name";
import type { Context } from "../context";
import { gatherEvidence, type EvidenceReader } from "./evidence";
import { describeEvidence } from "./evidence-words.pure";

export interface BackupLook {
  image: Ec2Image | null;
  /** What speaks against its removal, each one sentence. */
  references: string[];
  checked: string[];
  /** Tagged to stay: they do not go with the image. */
  keptSnapshotIds: string[];
}

export const NOTHING: BackupLook = {
  image: null,
  references: [],
  checked: [],
  keptSnapshotIds: [],
};

/** AWS's word on one image, and what refers to it. */
export async function lookAtBackup(
  ctx: Context,
  place: {
    accountRef: string;
    region: string;
    imageId: string;
    ec2: Ec2;
    source: { credentialId: string } | { reader: EvidenceReader };
  },
): Promise<BackupLook> {
  const { accountRef, region, imageId, ec2, source } = place;
  const { images } = await ec2.proveImages([imageId]);
  const image = images.find((one) => one.imageId === imageId) ?? null;
  if (!image) return NOTHING;
  const found = await gatherEvidence(ctx, { accountRef, region, images: [image], ...source });
  const { evidence = [], checked = [] } = found.get(imageId) ?? {};
  const isOurs = image.tags[IMAGE_TAGS.owner] === ctx.runtime.config.installationId;
  const own = isOurs ? [] : [`${imageId} has no tag of this installation: it is not removed.`];
  const references = [...own, ...evidence.map(describeEvidence)];
  return { image, references, checked, keptSnapshotIds: await findKept(ec2, image) };
}

async function findKept(ec2: Ec2, { snapshots }: Ec2Image): Promise<string[]> {
  const found = await ec2.findSnapshots(snapshots.map(({ snapshotId }) => snapshotId));
  return found
    .filter(({ tags }) => tags[IMAGE_TAGS.keep] !== undefined)
    .map(({ snapshotId }) => snapshotId);
}

/** Why the snapshots do not go with their image, or null. */
export function findKeptRefusal({ keptSnapshotIds: ids }: BackupLook): string | null {
  if (ids.length === 0) return null;
  const words =
    ids.length === 1
      ? "is tagged amivault:keep in AWS: it stays"
      : "are tagged amivault:keep in AWS: they stay";
  return `${ids.join(", ")} ${words}.`;
}
