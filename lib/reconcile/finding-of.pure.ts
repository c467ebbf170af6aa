import type { Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { FindingKind } from "../db/schema/constants";
import type { FindingCode, NewFinding } from "./finding.pure";
import type { RecordFacts } from "./record.pure";

const BYTES_PER_GIB = 1024 ** 3;

type Base = Omit<NewFinding, "message" | "repair">;

/** What a finding about an image says beside its sentences. */
export function findingOf(of: {
  image: Ec2Image;
  record: RecordFacts | null;
  kind: FindingKind;
  code: FindingCode;
}): Base {
  const { image, record, kind, code } = of;
  return {
    kind,
    code,
    resourceId: image.imageId,
    backupId: record?.id ?? null,
    instanceId: record?.instanceId ?? instanceIdOf(image),
    owner: null,
    snapshotIds: image.snapshots.map(({ snapshotId }) => snapshotId),
    sizeBytes: sizeAtMost(image),
    resourceCreatedAt: image.createdAt,
  };
}

export function findingOfSnapshot(of: {
  snapshot: Ec2Snapshot;
  record: Pick<RecordFacts, "id" | "instanceId"> | null;
  kind: FindingKind;
  code: FindingCode;
}): Base {
  const { snapshot, record, kind, code } = of;
  return {
    kind,
    code,
    resourceId: snapshot.snapshotId,
    backupId: record?.id ?? null,
    instanceId: record?.instanceId ?? snapshot.tags[IMAGE_TAGS.instance] ?? null,
    owner: null,
    snapshotIds: [snapshot.snapshotId],
    sizeBytes: snapshot.fullSizeBytes ?? toBytes(snapshot.sizeGiB),
    resourceCreatedAt: snapshot.startedAt,
  };
}

/** By its tag, by what AWS says it was made from, or by its name: what is surest first. */
export function instanceIdOf(image: Ec2Image): string | null {
  const named = /^(i-[0-9a-f]{8,40})-\d{8}T\d{6}Z-/.exec(image.name)?.[1];
  return image.tags[IMAGE_TAGS.instance] ?? image.sourceInstanceId ?? named ?? null;
}

/** The volumes' sizes: AWS tells no image's real size. */
export function sizeAtMost(image: Ec2Image): number | null {
  const sizes = image.snapshots.map(({ sizeGiB }) => toBytes(sizeGiB));
  return sizes.reduce<number | null>(
    (sum, bytes) => (sum === null || bytes === null ? null : sum + bytes),
    0,
  );
}

function toBytes(gib: number | null): number | null {
  return gib === null ? null : gib * BYTES_PER_GIB;
}
