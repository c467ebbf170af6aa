import { addInstance, attachVolume, releaseVolumes, type VolumeSpec } from "../core/fleet";
import type { InstanceStateName } from "../core/model";
import { REGIONS } from "../core/regions";
import { ControlError, type Fields } from "./fields";
import { toInstanceView, toVolumeView } from "./to-view";
import { getInstance, getVolume, places, type ControlCall, type Handlers } from "./verb";

const STATES: readonly InstanceStateName[] = [
  "pending",
  "running",
  "stopping",
  "stopped",
  "shutting-down",
  "terminated",
];

export const fleetVerbs: Handlers<
  | "createInstance"
  | "updateInstance"
  | "removeInstance"
  | "attachVolume"
  | "updateVolume"
  | "detachVolume"
  | "listInstances"
> = {
  createInstance: (call) => {
    const { input } = call;
    const { world } = call.simulator;
    const here = world.in(readPlace(call));
    const instance = addInstance({
      world,
      here,
      instanceId: input.optionalText("instanceId"),
      tags: readTags(input),
      state: input.optionalChoice("state", STATES),
      instanceType: input.optionalText("instanceType"),
      architecture: input.optionalChoice("architecture", ["x86_64", "arm64"]),
      platform: input.optionalChoice("platform", ["windows"]),
      imageId: input.optionalText("imageId"),
      keyName: input.optionalText("keyName"),
      availabilityZone: input.optionalText("availabilityZone"),
      launchedAt: input.optionalInstant("launchedAt"),
      volumes: input.optionalList("volumes")?.map(readVolume) ?? [{ sizeGib: 8 }],
    });
    return toInstanceView({ here, instance });
  },
  updateInstance: (call) => {
    const { here, item: instance } = getInstance(call);
    here.instances.update(instance, () => {
      instance.state = call.input.optionalChoice("state", STATES) ?? instance.state;
      for (const [key, value] of readTags(call.input)) instance.tags.set(key, value);
    });
    if (instance.state === "terminated") releaseVolumes({ here, instance });
    return toInstanceView({ here, instance });
  },
  removeInstance: (call) => {
    const { here, item } = getInstance(call);
    here.instances.remove(item.id);
    return { removed: true };
  },
  attachVolume: (call) => {
    const { here, item: instance } = getInstance(call);
    const { world } = call.simulator;
    attachVolume({ world, here, instance, spec: readVolume(call.input) });
    return toInstanceView({ here, instance });
  },
  updateVolume: (call) => {
    const { item: volume } = getVolume(call);
    volume.sizeGib = call.input.optionalNumber("sizeGib") ?? volume.sizeGib;
    volume.type = call.input.optionalText("type") ?? volume.type;
    return toVolumeView(volume);
  },
  detachVolume: (call) => {
    const { here, item: volume } = getVolume(call);
    here.volumes.update(volume, () => {
      volume.attachment = undefined;
    });
    return toVolumeView(volume);
  },
  listInstances: (call) =>
    places(call).flatMap((here) =>
      [...here.instances.values()].map((instance) => toInstanceView({ here, instance })),
    ),
};

export function readPlace({ simulator, input }: ControlCall): {
  accountId: string;
  region: string;
} {
  const accountId = input.text("accountId");
  const region = input.text("region");
  if (!simulator.world.accounts.has(accountId)) {
    throw new ControlError(`there is no account ${accountId}`, { status: 404 });
  }
  if (!REGIONS.has(region)) throw new ControlError(`there is no region ${region}`);
  return { accountId, region };
}

function readTags(input: Fields): Map<string, string> {
  const name = input.optionalText("name");
  const tags = input.optionalTextMap("tags") ?? new Map<string, string>();
  return name === undefined ? tags : new Map([["Name", name], ...tags]);
}

function readVolume(input: Fields): VolumeSpec {
  return {
    volumeId: input.optionalText("volumeId"),
    sizeGib: input.number("sizeGib"),
    type: input.optionalText("type"),
    deviceName: input.optionalText("deviceName"),
    encrypted: input.optionalFlag("encrypted"),
    kmsKeyId: input.optionalText("kmsKeyId"),
    deleteOnTermination: input.optionalFlag("deleteOnTermination"),
    tags: input.optionalTextMap("tags"),
  };
}
