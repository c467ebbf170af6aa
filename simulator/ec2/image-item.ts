import { stateBeforeRemoval, visibleTags, type BlockDevice, type Image } from "../core/model";
import type { WireObject } from "../wire/xml";
import { iso } from "./format";
import { toTagSet } from "./tags";

export interface ToImageItem {
  image: Image;
  now: number;
  accountId: string;
}

export const protectionWord = (image: Image): string => image.protection?.state ?? "disabled";

export function toImageItem({ image, now, accountId }: ToImageItem): WireObject {
  const tags = visibleTags({ resource: image, now });
  const failure =
    image.failure !== undefined && now >= image.failure.at ? image.failure : undefined;
  const windows = image.platform === "windows";
  return {
    imageId: image.id,
    imageLocation: `${accountId}/${image.name}`,
    imageState: stateBeforeRemoval({ image, now }),
    imageOwnerId: accountId,
    creationDate: iso(image.createdAt),
    isPublic: image.isPublic ?? false,
    architecture: image.architecture,
    imageType: "machine",
    platform: windows ? "windows" : undefined,
    platformDetails: windows ? "Windows" : "Linux/UNIX",
    usageOperation: windows ? "RunInstances:0002" : "RunInstances",
    stateReason:
      failure === undefined ? undefined : { code: failure.code, message: failure.message },
    name: image.name,
    description: image.description === "" ? undefined : image.description,
    rootDeviceType: "ebs",
    rootDeviceName: image.rootDeviceName,
    blockDeviceMapping: image.devices.map(toDeviceItem),
    virtualizationType: "hvm",
    tagSet: tags.size === 0 ? undefined : toTagSet(tags),
    hypervisor: "xen",
    enaSupport: true,
    deregistrationProtection: protectionWord(image),
    sourceInstanceId: image.sourceInstanceId,
    sourceImageId: image.sourceImageId,
  };
}

function toDeviceItem(device: BlockDevice): WireObject {
  const { deviceName, virtualName } = device;
  if (device.snapshotId === undefined) return { deviceName, virtualName };
  return {
    deviceName,
    ebs: {
      snapshotId: device.snapshotId,
      volumeSize: device.sizeGib,
      deleteOnTermination: device.deleteOnTermination,
      volumeType: device.type,
      iops: device.iops,
      throughput: device.throughput,
      encrypted: device.encrypted,
    },
  };
}
