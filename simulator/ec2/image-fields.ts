import type { FilterFields } from "../core/filters";
import { stateBeforeRemoval, type BlockDevice, type Image } from "../core/model";
import { iso } from "./format";

const ofDevices = (read: (device: BlockDevice) => string | undefined) => (image: Image) =>
  image.devices.map(read);

const failed = (image: Image, now: number): Image["failure"] =>
  image.failure !== undefined && now >= image.failure.at ? image.failure : undefined;

/** The filters of DescribeImages that can be true of an image made from an instance. */
export const imageFields = (accountId: string): FilterFields<Image> => ({
  architecture: (image) => [image.architecture],
  "block-device-mapping.delete-on-termination": ofDevices((d) => text(d.deleteOnTermination)),
  "block-device-mapping.device-name": ofDevices((d) => d.deviceName),
  "block-device-mapping.snapshot-id": ofDevices((d) => d.snapshotId),
  "block-device-mapping.volume-size": ofDevices((d) => text(d.sizeGib)),
  "block-device-mapping.volume-type": ofDevices((d) => d.type),
  "block-device-mapping.encrypted": ofDevices((d) => text(d.encrypted)),
  "creation-date": (image) => [iso(image.createdAt)],
  description: (image) => [image.description],
  "ena-support": () => ["true"],
  hypervisor: () => ["xen"],
  "image-id": (image) => [image.id],
  "image-type": () => ["machine"],
  "is-public": (image) => [text(image.isPublic ?? false)],
  "manifest-location": (image) => [`${accountId}/${image.name}`],
  name: (image) => [image.name],
  "owner-alias": () => [],
  "owner-id": () => [accountId],
  platform: (image) => [image.platform],
  "root-device-name": (image) => [image.rootDeviceName],
  "root-device-type": () => ["ebs"],
  "source-image-id": (image) => [image.sourceImageId],
  "source-instance-id": (image) => [image.sourceInstanceId],
  state: (image, now) => [stateBeforeRemoval({ image, now })],
  "state-reason-code": (image, now) => [failed(image, now)?.code],
  "state-reason-message": (image, now) => [failed(image, now)?.message],
  "virtualization-type": () => ["hvm"],
});

const text = (value: string | number | boolean | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
