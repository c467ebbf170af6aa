import { visibleTags, type Instance, type Volume } from "../core/model";
import type { RegionWorld } from "../core/region-world";
import type { WireObject } from "../wire/xml";
import { iso } from "./format";
import { attachedVolumes, STATE_CODES } from "./instance-fields";
import { toTagSet } from "./tags";

export interface ToInstanceItem {
  instance: Instance;
  here: RegionWorld;
  now: number;
}

/** The reservation around an instance: here each instance was launched alone. */
export function toReservationItem(input: ToInstanceItem): WireObject {
  return {
    reservationId: input.instance.reservationId,
    ownerId: input.here.accountId,
    groupSet: [],
    instancesSet: [toInstanceItem(input)],
  };
}

function toInstanceItem({ instance, here, now }: ToInstanceItem): WireObject {
  const alive = instance.state !== "terminated";
  const windows = instance.platform === "windows";
  const tags = visibleTags({ resource: instance, now });
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: { code: STATE_CODES[instance.state], name: instance.state },
    privateDnsName: alive ? `ip-${instance.privateIp.replaceAll(".", "-")}.ec2.internal` : "",
    dnsName: "",
    reason: "",
    keyName: instance.keyName,
    amiLaunchIndex: 0,
    productCodes: [],
    instanceType: instance.instanceType,
    launchTime: iso(instance.launchedAt),
    placement: { availabilityZone: instance.availabilityZone, groupName: "", tenancy: "default" },
    platform: windows ? "windows" : undefined,
    monitoring: { state: "disabled" },
    subnetId: alive ? instance.subnetId : undefined,
    vpcId: alive ? instance.vpcId : undefined,
    privateIpAddress: alive ? instance.privateIp : undefined,
    ipAddress: alive ? instance.publicIp : undefined,
    sourceDestCheck: alive ? true : undefined,
    groupSet: instance.securityGroups.map(({ groupId, groupName }) => ({ groupId, groupName })),
    architecture: instance.architecture,
    rootDeviceType: "ebs",
    rootDeviceName: instance.rootDeviceName,
    blockDeviceMapping: attachedVolumes({ here, instance }).map(toMapping),
    virtualizationType: "hvm",
    tagSet: tags.size === 0 ? undefined : toTagSet(tags),
    hypervisor: "xen",
    iamInstanceProfile: instance.instanceProfile && { ...instance.instanceProfile },
    ebsOptimized: false,
    enaSupport: true,
    platformDetails: windows ? "Windows" : "Linux/UNIX",
    usageOperation: windows ? "RunInstances:0002" : "RunInstances",
    ...(instance.state === "terminated" || instance.state === "stopped"
      ? { stateReason: USER_INITIATED }
      : {}),
  };
}

const USER_INITIATED = {
  code: "Client.UserInitiatedShutdown",
  message: "Client.UserInitiatedShutdown: User initiated shutdown",
};

const toMapping = (volume: Volume): WireObject => ({
  deviceName: volume.attachment?.deviceName,
  ebs: {
    volumeId: volume.id,
    status: "attached",
    attachTime: iso(volume.attachment?.at ?? 0),
    deleteOnTermination: volume.attachment?.deleteOnTermination ?? false,
  },
});
