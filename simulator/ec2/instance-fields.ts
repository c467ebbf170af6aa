import type { FilterFields } from "../core/filters";
import type { Instance, InstanceStateName, Volume } from "../core/model";
import type { RegionWorld } from "../core/region-world";
import { iso } from "./format";

export const STATE_CODES: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export function attachedVolumes(of: { here: RegionWorld; instance: Instance }): Volume[] {
  const volumes = of.here.volumes.lookup({ index: "instance", value: of.instance.id });
  return [...volumes].toSorted((a, b) => a.seq - b.seq);
}

export const instanceFields = (here: RegionWorld): FilterFields<Instance> => {
  const ofVolumes = (read: (volume: Volume) => string | undefined) => (instance: Instance) =>
    attachedVolumes({ here, instance }).map(read);
  return {
    architecture: (instance) => [instance.architecture],
    "availability-zone": (instance) => [instance.availabilityZone],
    "block-device-mapping.attach-time": ofVolumes((v) => iso(v.attachment?.at ?? 0)),
    "block-device-mapping.delete-on-termination": ofVolumes((v) =>
      String(v.attachment?.deleteOnTermination ?? false),
    ),
    "block-device-mapping.device-name": ofVolumes((v) => v.attachment?.deviceName),
    "block-device-mapping.status": ofVolumes(() => "attached"),
    "block-device-mapping.volume-id": ofVolumes((v) => v.id),
    hypervisor: () => ["xen"],
    "iam-instance-profile.arn": (instance) => [instance.instanceProfile?.arn],
    "iam-instance-profile.id": (instance) => [instance.instanceProfile?.id],
    "image-id": (instance) => [instance.imageId],
    "instance-id": (instance) => [instance.id],
    "instance-state-code": (instance) => [String(STATE_CODES[instance.state])],
    "instance-state-name": (instance) => [instance.state],
    "instance-type": (instance) => [instance.instanceType],
    "instance.group-id": (instance) => instance.securityGroups.map((g) => g.groupId),
    "instance.group-name": (instance) => instance.securityGroups.map((g) => g.groupName),
    "ip-address": (instance) => [instance.publicIp],
    "key-name": (instance) => [instance.keyName],
    "launch-index": () => ["0"],
    "launch-time": (instance) => [iso(instance.launchedAt)],
    "owner-id": () => [here.accountId],
    platform: (instance) => [instance.platform],
    "private-ip-address": (instance) => [instance.privateIp],
    "reservation-id": (instance) => [instance.reservationId],
    "root-device-name": (instance) => [instance.rootDeviceName],
    "root-device-type": () => ["ebs"],
    "subnet-id": (instance) => [instance.subnetId],
    tenancy: () => ["default"],
    "virtualization-type": () => ["hvm"],
    "vpc-id": (instance) => [instance.vpcId],
  };
};
