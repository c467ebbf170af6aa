import type { Effects } from "./effects";
import { AwsError } from "./errors";
import type { BlockDevice, Image, Instance, Origin, Snapshot, Tags, Volume } from "./model";
import type { RegionWorld } from "./region-world";
import type { World } from "./world";

export interface ImageRequest {
  world: World;
  here: RegionWorld;
  now: number;
  instance: Instance;
  name: string;
  description: string;
  noReboot: boolean;
  imageTags: Tags;
  snapshotTags: Tags;
  /** Devices the request leaves out. */
  withoutDevices: ReadonlySet<string>;
  extraDevices: readonly BlockDevice[];
  effects: Effects;
  createdBy: Origin;
}

const SNAPSHOT_INTERVAL_MS = 15_000;
const PENDING_MAX: Readonly<Record<string, number>> = { st1: 1, sc1: 1 };
const PENDING_MAX_DEFAULT = 5;
const GIB = 1024 ** 3;

/** The effect of CreateImage: an image, and a snapshot of each volume that it covers. */
export function makeImage(request: ImageRequest): Image {
  const { world, here, now, instance, effects } = request;
  const volumes = coveredVolumes(request);
  for (const volume of volumes) checkSnapshotLimits({ ...request, volume });
  const id = world.ids.resource("ami");
  const snapshots = volumes.map((volume) => makeSnapshot({ request, volume, imageId: id }));
  const devices = volumes.map((volume, i) => toDevice({ volume, snapshot: snapshots[i] }));
  const readyAt = Math.max(now + 1, ...snapshots.map((snapshot) => snapshot.readyAt));
  const image: Image = {
    id,
    seq: world.nextSeq(),
    tags: request.imageTags,
    tagView: lag({ now, ms: effects.tagLagMs, tags: new Map() }),
    name: request.name,
    description: request.description,
    sourceInstanceId: instance.id,
    sourceImageId: instance.imageId,
    architecture: instance.architecture,
    platform: instance.platform,
    rootDeviceName: instance.rootDeviceName,
    devices: [...devices, ...request.extraDevices],
    createdAt: now,
    readyAt,
    visibleAt: now + effects.imageLagMs,
    failure: lateFailure(request),
    noReboot: request.noReboot,
    createdBy: request.createdBy,
  };
  here.images.add(image);
  world.automations.get(`${here.accountId}/${here.region}`)?.unannounced.add(image);
  if (!request.noReboot && instance.state === "running") noteReboot({ request, imageId: id });
  return image;
}

export function coveredVolumes(
  of: Pick<ImageRequest, "here" | "instance" | "withoutDevices">,
): Volume[] {
  return [...of.here.volumes.lookup({ index: "instance", value: of.instance.id })]
    .filter((volume) => !of.withoutDevices.has(volume.attachment?.deviceName ?? ""))
    .toSorted((a, b) => a.seq - b.seq);
}

export const lag = (of: { now: number; ms: number; tags: Tags }): Image["tagView"] =>
  of.ms > 0 ? { tags: of.tags, until: of.now + of.ms } : undefined;

function makeSnapshot(of: { request: ImageRequest; volume: Volume; imageId: string }): Snapshot {
  const { request, volume, imageId } = of;
  const { world, here, now, effects } = request;
  const { baseMs, perGibMs, jitter } = world.settings.pace;
  const swing = 1 + jitter * (world.streams.pace.next() * 2 - 1);
  const takesMs = (baseMs + perGibMs * volume.sizeGib) * swing * effects.paceFactor;
  const fail = effects.lateFailure;
  const snapshot: Snapshot = {
    id: world.ids.resource("snap"),
    seq: world.nextSeq(),
    tags: new Map(request.snapshotTags),
    tagView: lag({ now, ms: effects.tagLagMs, tags: new Map() }),
    volumeId: volume.id,
    sizeGib: volume.sizeGib,
    fullSizeBytes: Math.round(volume.sizeGib * GIB * (0.3 + 0.6 * world.streams.pace.next())),
    encrypted: volume.encrypted,
    kmsKeyId: volume.kmsKeyId,
    description: `Created by CreateImage(${request.instance.id}) for ${imageId}`,
    startedAt: now,
    readyAt: now + Math.max(1, Math.round(takesMs)),
    visibleAt: now + effects.imageLagMs,
    failure:
      fail?.snapshotMessage === undefined
        ? undefined
        : { at: now + fail.afterMs, message: fail.snapshotMessage },
    createdBy: request.createdBy,
  };
  here.addSnapshot(snapshot);
  return snapshot;
}

function toDevice(of: { volume: Volume; snapshot: Snapshot | undefined }): BlockDevice {
  const { volume, snapshot } = of;
  return {
    deviceName: volume.attachment?.deviceName ?? "",
    snapshotId: snapshot?.id,
    sizeGib: volume.sizeGib,
    type: volume.type,
    iops: volume.iops,
    throughput: volume.throughput,
    encrypted: volume.encrypted,
    deleteOnTermination: volume.attachment?.deleteOnTermination ?? false,
  };
}

function lateFailure({ effects, now }: ImageRequest): Image["failure"] {
  const fail = effects.lateFailure;
  if (fail === undefined) return undefined;
  const { state, code, message, keepsName } = fail;
  return { at: now + fail.afterMs, state, code, message, keepsName };
}

function noteReboot({ request, imageId }: { request: ImageRequest; imageId: string }): void {
  const { world, here, now, instance, createdBy } = request;
  const { accountId, region } = here;
  world.reboots.push({
    at: now,
    accountId,
    region,
    instanceId: instance.id,
    imageId,
    by: createdBy.by,
  });
}

function checkSnapshotLimits(of: ImageRequest & { volume: Volume }): void {
  const { world, here, now, volume } = of;
  const { concurrentSnapshots, snapshotRatePerVolume } = world.settings.limits;
  const pending = here.pendingSnapshots({ volumeId: volume.id, now });
  const max = PENDING_MAX[volume.type] ?? PENDING_MAX_DEFAULT;
  if (concurrentSnapshots && pending.length >= max) {
    throw new AwsError(
      "ConcurrentSnapshotLimitExceeded",
      `Maximum allowed in-progress snapshots for a single volume exceeded.`,
    );
  }
  const newest = here.lastSnapshotAt.get(volume.id) ?? -Infinity;
  if (snapshotRatePerVolume && now - newest < SNAPSHOT_INTERVAL_MS) {
    throw new AwsError(
      "SnapshotCreationPerVolumeRateExceeded",
      "The maximum per volume CreateSnapshot request rate has been exceeded. Use an increasing or variable sleep interval between requests.",
    );
  }
}
