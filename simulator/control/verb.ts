import type { Simulator } from "../core/simulator";
import type { Driver } from "../driver";
import type { Image, Instance, Snapshot, Volume } from "../core/model";
import type { RegionWorld } from "../core/region-world";
import type { ControlContract, ControlVerb } from "./contract";
import { ControlError, type Fields } from "./fields";

export interface ControlCall {
  simulator: Simulator;
  driver: Driver;
  input: Fields;
}

export type Handlers<V extends ControlVerb> = {
  [K in V]: (
    call: ControlCall,
  ) => ControlContract[K]["output"] | Promise<ControlContract[K]["output"]>;
};

/** Every region world of the place that the request names. */
export function places({ simulator, input }: ControlCall): RegionWorld[] {
  const accountId = input.optionalText("accountId");
  const region = input.optionalText("region");
  return simulator.world
    .regionWorlds()
    .filter((here) => (accountId ?? here.accountId) === here.accountId)
    .filter((here) => (region ?? here.region) === here.region);
}

interface Held<T> {
  here: RegionWorld;
  item: T;
}

export const getInstance = (call: ControlCall): Held<Instance> =>
  hold({ call, name: "instanceId", find: (here, id) => here.instances.get(id) });

export const getVolume = (call: ControlCall): Held<Volume> =>
  hold({ call, name: "volumeId", find: (here, id) => here.volumes.get(id) });

export const getImage = (call: ControlCall): Held<Image> =>
  hold({
    call,
    name: "imageId",
    find: (here, id) => here.images.get(id) ?? here.removedImages.get(id),
  });

export const getSnapshot = (call: ControlCall): Held<Snapshot> =>
  hold({
    call,
    name: "snapshotId",
    find: (here, id) => here.snapshots.get(id) ?? here.removedSnapshots.get(id),
  });

function hold<T>(of: {
  call: ControlCall;
  name: string;
  find: (here: RegionWorld, id: string) => T | undefined;
}): Held<T> {
  const id = of.call.input.text(of.name);
  for (const here of of.call.simulator.world.regionWorlds()) {
    const item = of.find(here, id);
    if (item !== undefined) return { here, item };
  }
  throw new ControlError(`there is no ${id}`, { status: 404 });
}
