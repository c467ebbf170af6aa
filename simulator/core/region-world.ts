import { noCloudwatch, type CloudwatchState } from "../cloudwatch/alarm";
import { noLogs, type LogsState } from "../logs/model";
import type { Image, Instance, Snapshot, Volume } from "./model";
import { noReferrers, type Referrers } from "./referrers";
import { ResourceStore } from "./resource-store";

/** What one account has in one region. Removed images and snapshots stay, as ground truth. */
export class RegionWorld {
  readonly instances = new ResourceStore<Instance>({ image: (instance) => [instance.imageId] });
  readonly volumes = new ResourceStore<Volume>({
    instance: (volume) => (volume.attachment === undefined ? [] : [volume.attachment.instanceId]),
  });
  readonly images = new ResourceStore<Image>({
    name: (image) => [image.name],
    instance: (image) => (image.sourceInstanceId === undefined ? [] : [image.sourceInstanceId]),
    sourceImage: (image) => (image.sourceImageId === undefined ? [] : [image.sourceImageId]),
    snapshot: (image) => image.devices.flatMap((device) => device.snapshotId ?? []),
  });
  readonly snapshots = new ResourceStore<Snapshot>({ volume: (snapshot) => [snapshot.volumeId] });
  referrers: Referrers = noReferrers();
  logs: LogsState = noLogs();
  cloudwatch: CloudwatchState = noCloudwatch();
  readonly removedImages = new Map<string, Image>();
  /** Removed images that Describe calls still show. */
  readonly lingering = new Set<Image>();
  readonly removedSnapshots = new Map<string, Snapshot>();
  /** When the newest snapshot of a volume was started. */
  readonly lastSnapshotAt = new Map<string, number>();
  readonly #unfinished = new Map<string, Snapshot[]>();
  readonly accountId: string;
  readonly region: string;

  constructor({ accountId, region }: { accountId: string; region: string }) {
    this.accountId = accountId;
    this.region = region;
  }

  addSnapshot(snapshot: Snapshot): void {
    this.snapshots.add(snapshot);
    this.lastSnapshotAt.set(snapshot.volumeId, snapshot.startedAt);
    const list = this.#unfinished.get(snapshot.volumeId);
    if (list === undefined) this.#unfinished.set(snapshot.volumeId, [snapshot]);
    else list.push(snapshot);
  }

  /** Snapshots of a volume that are still being made; the finished ones are forgotten here. */
  pendingSnapshots({ volumeId, now }: { volumeId: string; now: number }): Snapshot[] {
    const pending = (this.#unfinished.get(volumeId) ?? []).filter(
      (s) => s.removed === undefined && now < (s.failure?.at ?? s.readyAt),
    );
    this.#unfinished.set(volumeId, pending);
    return pending;
  }

  removeImage(image: Image): void {
    this.images.remove(image.id);
    this.removedImages.set(image.id, image);
  }

  removeSnapshot(snapshot: Snapshot): void {
    this.snapshots.remove(snapshot.id);
    this.removedSnapshots.set(snapshot.id, snapshot);
  }
}
