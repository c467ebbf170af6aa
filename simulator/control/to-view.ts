import type { AccessKey, Account, Role } from "../core/identity";
import {
  imageState,
  snapshotState,
  type Image,
  type Instance,
  type Origin,
  type Removal,
  type Snapshot,
  type Tags,
  type Volume,
} from "../core/model";
import type { RegionWorld } from "../core/region-world";
import type { World } from "../core/world";
import type * as View from "./views";

/** A plain object whose prototype cannot be touched by a tag called `__proto__`. */
export const toTagRecord = (tags: Tags): Record<string, string> => Object.fromEntries(tags);

export const toKeyView = (key: AccessKey): View.KeyView => ({
  accessKeyId: key.accessKeyId,
  secretAccessKey: key.secretAccessKey,
  accountId: key.accountId,
  userName: key.userName,
  status: key.status,
  sessionToken: key.session?.token,
  expiresAt: key.session?.expiresAt,
});

export const toRoleView = (role: Role): View.RoleView => ({
  arn: role.arn,
  accountId: role.accountId,
  name: role.name,
  trusts: role.trusts,
  externalId: role.externalId,
  maxSessionSeconds: role.maxSessionSeconds,
});

export function toAccountView({
  world,
  account,
}: {
  world: World;
  account: Account;
}): View.AccountView {
  const { accountId, name, subscribed, regions } = account;
  return {
    accountId,
    name,
    subscribed,
    regions: Object.fromEntries(regions),
    keys: [...world.keys.values()]
      .filter((key) => key.accountId === accountId && key.session === undefined)
      .map(toKeyView),
    roles: [...world.roles.values()].filter((r) => r.accountId === accountId).map(toRoleView),
  };
}

export const toVolumeView = (volume: Volume): View.VolumeView => ({
  volumeId: volume.id,
  deviceName: volume.attachment?.deviceName,
  sizeGib: volume.sizeGib,
  type: volume.type,
  encrypted: volume.encrypted,
});

export function toInstanceView(of: { here: RegionWorld; instance: Instance }): View.InstanceView {
  const { here, instance } = of;
  return {
    instanceId: instance.id,
    accountId: here.accountId,
    region: here.region,
    name: instance.tags.get("Name"),
    state: instance.state,
    instanceType: instance.instanceType,
    tags: toTagRecord(instance.tags),
    volumes: [...here.volumes.lookup({ index: "instance", value: instance.id })]
      .toSorted((a, b) => a.seq - b.seq)
      .map(toVolumeView),
  };
}

export function toImageView(of: { here: RegionWorld; image: Image; now: number }): View.ImageView {
  const { here, image, now } = of;
  const { failure } = image;
  return {
    imageId: image.id,
    seq: image.seq,
    accountId: here.accountId,
    region: here.region,
    name: image.name,
    description: image.description,
    state: imageState({ image, now }),
    stateReason:
      failure === undefined || now < failure.at
        ? undefined
        : { code: failure.code, message: failure.message },
    tags: toTagRecord(image.tags),
    sourceInstanceId: image.sourceInstanceId,
    sourceImageId: image.sourceImageId,
    deregistrationProtection: image.protection?.state ?? "disabled",
    noReboot: image.noReboot,
    createdAt: image.createdAt,
    readyAt: image.readyAt,
    visibleAt: image.visibleAt,
    snapshotIds: image.devices.flatMap((device) => device.snapshotId ?? []),
    created: toOriginView(image.createdBy),
    removed: image.removed && toRemovalView(image.removed),
  };
}

export function toSnapshotView(of: {
  here: RegionWorld;
  snapshot: Snapshot;
  now: number;
}): View.SnapshotView {
  const { here, snapshot, now } = of;
  const { state, progress } = snapshotState({ snapshot, now });
  return {
    snapshotId: snapshot.id,
    seq: snapshot.seq,
    accountId: here.accountId,
    region: here.region,
    volumeId: snapshot.volumeId,
    sizeGib: snapshot.sizeGib,
    fullSizeBytes: snapshot.fullSizeBytes,
    encrypted: snapshot.encrypted,
    description: snapshot.description,
    state: snapshot.removed === undefined ? state : "deleted",
    progress,
    stateMessage: state === "error" ? snapshot.failure?.message : undefined,
    tags: toTagRecord(snapshot.tags),
    startedAt: snapshot.startedAt,
    readyAt: snapshot.readyAt,
    usedBy: imagesUsing({ here, snapshotId: snapshot.id }).map((image) => image.id),
    created: toOriginView(snapshot.createdBy),
    removed: snapshot.removed && toRemovalView(snapshot.removed),
  };
}

/** Images, not deregistered, that use a snapshot. */
export function imagesUsing(of: { here: RegionWorld; snapshotId: string }): Image[] {
  const using = of.here.images.lookup({ index: "snapshot", value: of.snapshotId });
  return [...using].filter((image) => image.removed === undefined);
}

const toOriginView = (origin: Origin): View.OriginView => ({
  by: origin.by,
  accessKeyId: origin.accessKeyId,
  callSeq: origin.callSeq,
  replyLost: origin.replyLost ?? false,
});

const toRemovalView = (removal: Removal): View.RemovalView => ({
  ...toOriginView(removal),
  at: removal.at,
  outOfBand: removal.outOfBand,
});
