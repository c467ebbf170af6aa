import type { Image, Instance, Origin, Snapshot, Tags } from "./model";
import type { RegionWorld } from "./region-world";
import type { World } from "./world";

export interface PastImage {
  world: World;
  here: RegionWorld;
  instance: Instance;
  name: string;
  description: string;
  createdAt: number;
  imageTags: Tags;
  snapshotTags: Tags;
  /** Full sizes, one per volume in order; a share of the volume where there is none. */
  snapshotBytes: readonly number[];
  createdBy: Origin;
}

const GIB = 1024 ** 3;
const TOOK_MS = 5 * 60 * 1000;

/** An image of the past: available, with completed snapshots, as if it had been made then. */
export function addPastImage(past: PastImage): Image {
  const { world, here, instance, createdAt } = past;
  const id = world.ids.resource("ami");
  const volumes = [...here.volumes.lookup({ index: "instance", value: instance.id })].toSorted(
    (a, b) => a.seq - b.seq,
  );
  const snapshots = volumes.map((volume, i): Snapshot => {
    const share = 0.3 + 0.6 * world.streams.pace.next();
    return {
      id: world.ids.resource("snap"),
      seq: world.nextSeq(),
      tags: new Map(past.snapshotTags),
      volumeId: volume.id,
      sizeGib: volume.sizeGib,
      fullSizeBytes: past.snapshotBytes[i] ?? Math.round(volume.sizeGib * GIB * share),
      encrypted: volume.encrypted,
      kmsKeyId: volume.kmsKeyId,
      description: `Created by CreateImage(${instance.id}) for ${id}`,
      startedAt: createdAt,
      visibleAt: createdAt,
      readyAt: createdAt + TOOK_MS,
      createdBy: past.createdBy,
    };
  });
  for (const snapshot of snapshots) here.addSnapshot(snapshot);
  const image: Image = {
    id,
    seq: world.nextSeq(),
    tags: new Map(past.imageTags),
    name: past.name,
    description: past.description,
    sourceInstanceId: instance.id,
    sourceImageId: instance.imageId,
    architecture: instance.architecture,
    platform: instance.platform,
    rootDeviceName: instance.rootDeviceName,
    devices: volumes.map((volume, i) => ({
      deviceName: volume.attachment?.deviceName ?? "",
      snapshotId: snapshots[i]?.id,
      sizeGib: volume.sizeGib,
      type: volume.type,
      iops: volume.iops,
      throughput: volume.throughput,
      encrypted: volume.encrypted,
      deleteOnTermination: volume.attachment?.deleteOnTermination ?? false,
    })),
    createdAt,
    readyAt: createdAt + TOOK_MS,
    visibleAt: createdAt,
    noReboot: true,
    createdBy: past.createdBy,
  };
  here.images.add(image);
  return image;
}

export interface RegisteredImage {
  world: World;
  here: RegionWorld;
  name: string;
  snapshots: readonly Snapshot[];
  tags: Tags;
  sourceImageId?: string | undefined;
  createdBy: Origin;
}

/** RegisterImage by hand: another image over snapshots that there are. */
export function addRegisteredImage(of: RegisteredImage): Image {
  const { world, here, snapshots } = of;
  const now = world.now();
  const image: Image = {
    id: world.ids.resource("ami"),
    seq: world.nextSeq(),
    tags: of.tags,
    name: of.name,
    description: "",
    sourceImageId: of.sourceImageId,
    architecture: "x86_64",
    rootDeviceName: "/dev/xvda",
    devices: snapshots.map((snapshot, i) => ({
      deviceName: i === 0 ? "/dev/xvda" : `/dev/sd${"fghijklmnop"[i - 1] ?? "z"}`,
      snapshotId: snapshot.id,
      sizeGib: snapshot.sizeGib,
      type: "gp3",
      encrypted: snapshot.encrypted,
      deleteOnTermination: i === 0,
    })),
    createdAt: now,
    readyAt: now,
    visibleAt: now,
    noReboot: true,
    createdBy: of.createdBy,
  };
  here.images.add(image);
  return image;
}
