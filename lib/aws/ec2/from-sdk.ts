import type { Image, Instance, Region, Snapshot, Tag, Volume } from "@aws-sdk/client-ec2";
import { INSTANCE_STATES, type InstanceState } from "../../db/schema/constants";
import type { Ec2Image, Ec2Instance, Ec2Region, Ec2Snapshot, Ec2Volume } from "./ec2";

/** Texts stay as AWS gave them: escaping is the business of whoever shows them. */
export function toTags(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

export function toRegion(region: Region): Ec2Region[] {
  if (!region.RegionName) return [];
  return [{ region: region.RegionName, enabled: region.OptInStatus !== "not-opted-in" }];
}

export function toInstance(instance: Instance): Ec2Instance[] {
  if (!instance.InstanceId) return [];
  const tags = toTags(instance.Tags);
  const volumes = (instance.BlockDeviceMappings ?? []).map((mapping) => mapping.Ebs?.VolumeId);
  return [
    {
      instanceId: instance.InstanceId,
      name: tags["Name"] ?? "",
      tags,
      state: toInstanceState(instance.State?.Name),
      instanceType: instance.InstanceType ?? null,
      platform: instance.PlatformDetails ?? instance.Platform ?? null,
      volumeIds: volumes.filter((id) => id !== undefined),
      rootDeviceType: instance.RootDeviceType ?? null,
    },
  ];
}

/** A state this version does not know is taken for one on its way. */
function toInstanceState(state: string | undefined): InstanceState {
  return INSTANCE_STATES.find((known) => known === state) ?? "pending";
}

export function toVolume(volume: Volume): Ec2Volume[] {
  if (!volume.VolumeId) return [];
  return [
    {
      volumeId: volume.VolumeId,
      sizeGiB: volume.Size ?? 0,
      volumeType: volume.VolumeType ?? null,
      encrypted: volume.Encrypted ?? false,
    },
  ];
}

export function toImage(image: Image): Ec2Image[] {
  if (!image.ImageId) return [];
  const createdAt = Date.parse(image.CreationDate ?? "");
  return [
    {
      imageId: image.ImageId,
      name: image.Name ?? "",
      state: image.State ?? "pending",
      stateReason: image.StateReason?.Message ?? image.StateReason?.Code ?? null,
      createdAt: Number.isFinite(createdAt) ? createdAt : null,
      ownerId: image.OwnerId ?? null,
      description: image.Description ?? "",
      isPublic: image.Public ?? false,
      sourceInstanceId: image.SourceInstanceId ?? null,
      sourceImageId: image.SourceImageId ?? null,
      deregistrationProtection: image.DeregistrationProtection ?? null,
      tags: toTags(image.Tags),
      snapshots: (image.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
        Ebs?.SnapshotId
          ? [
              {
                snapshotId: Ebs.SnapshotId,
                device: DeviceName ?? null,
                sizeGiB: Ebs.VolumeSize ?? null,
                encrypted: Ebs.Encrypted ?? null,
              },
            ]
          : [],
      ),
    },
  ];
}

export function toSnapshot(snapshot: Snapshot): Ec2Snapshot[] {
  if (!snapshot.SnapshotId) return [];
  return [
    {
      snapshotId: snapshot.SnapshotId,
      volumeId: snapshot.VolumeId ?? null,
      state: snapshot.State ?? "pending",
      stateMessage: snapshot.StateMessage ?? null,
      progressPercent: toPercent(snapshot.Progress),
      sizeGiB: snapshot.VolumeSize ?? null,
      fullSizeBytes: snapshot.FullSnapshotSizeInBytes ?? null,
      encrypted: snapshot.Encrypted ?? null,
      description: snapshot.Description ?? "",
      startedAt: snapshot.StartTime?.getTime() ?? null,
      tags: toTags(snapshot.Tags),
    },
  ];
}

/** `"45%"`, or nothing while AWS does not know. */
function toPercent(progress: string | undefined): number | null {
  const percent = /^(\d{1,3})%?$/.exec(progress?.trim() ?? "")?.[1];
  return percent === undefined ? null : Math.min(100, Number(percent));
}
