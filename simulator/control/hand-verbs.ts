import type { Image, Removal, Resource } from "../core/model";
import { deleteAssociated, deleteSnapshot, deregister } from "../core/removal";
import type { ResourceStore } from "../core/resource-store";
import { ControlError } from "./fields";
import { toImageView, toSnapshotView, toTagRecord } from "./to-view";
import { getImage, getSnapshot, places, type ControlCall, type Handlers } from "./verb";

/** What a person does in the console, and what AWS does by itself. */
export const handVerbs: Handlers<
  | "deleteImage"
  | "deleteSnapshot"
  | "restoreImage"
  | "finishImages"
  | "failImage"
  | "setImageDisabled"
  | "retag"
> = {
  deleteImage: (call) => {
    const { here, item: image } = getImage(call);
    if (image.removed !== undefined) throw new ControlError(`${image.id} is gone`, { status: 409 });
    const removal = toRemoval(call);
    deregister({ world: call.simulator.world, here, image, removal });
    if (call.input.optionalFlag("deleteSnapshots") === true) {
      deleteAssociated({ here, image, removal, mayDelete: () => true });
    }
    return toImageView({ here, image, now: removal.at });
  },
  deleteSnapshot: (call) => {
    const { here, item: snapshot } = getSnapshot(call);
    const removal = toRemoval(call);
    deleteSnapshot({ here, snapshot, removal });
    return toSnapshotView({ here, snapshot, now: removal.at });
  },
  restoreImage: (call) => {
    const { here, item: image } = getImage(call);
    if (here.removedImages.delete(image.id)) here.images.add(image);
    here.lingering.delete(image);
    image.removed = undefined;
    return toImageView({ here, image, now: call.simulator.world.now() });
  },
  finishImages: (call) => {
    const now = call.simulator.world.now();
    const imageId = call.input.optionalText("imageId");
    let finished = 0;
    for (const here of places(call)) {
      for (const image of here.images.values()) {
        if ((imageId ?? image.id) !== image.id || image.readyAt <= now) continue;
        image.readyAt = now;
        finished += 1;
        for (const { snapshotId } of image.devices) {
          const snapshot = here.snapshots.get(snapshotId ?? "");
          if (snapshot !== undefined) snapshot.readyAt = Math.min(snapshot.readyAt, now);
        }
      }
    }
    return { finished };
  },
  failImage: (call) => {
    const { here, item: image } = getImage(call);
    const now = call.simulator.world.now();
    image.failure = {
      at: now,
      state: call.input.optionalChoice("state", ["failed", "error", "invalid"]) ?? "failed",
      code: call.input.optionalText("code") ?? "Client.InternalError",
      message: call.input.optionalText("message") ?? "Client error on launch",
      keepsName: call.input.optionalFlag("keepsName") ?? false,
    };
    return toImageView({ here, image, now });
  },
  setImageDisabled: (call) => {
    const { here, item: image } = getImage(call);
    image.disabled = call.input.optionalFlag("disabled") ?? true;
    return toImageView({ here, image, now: call.simulator.world.now() });
  },
  retag: (call) => {
    const { store, item } = findResource(call);
    const changes = call.input.optionalFields("tags");
    const given = call.input.raw("tags");
    const names = typeof given === "object" && given !== null ? Object.keys(given) : [];
    store.update(item, () => {
      for (const name of names) {
        const value = changes?.optionalText(name);
        if (value === undefined) item.tags.delete(name);
        else item.tags.set(name, value);
      }
    });
    return { tags: toTagRecord(item.tags) };
  },
};

function toRemoval({ simulator, input }: ControlCall): Removal {
  const at = simulator.world.now();
  return { by: input.optionalText("by") ?? "a person in the console", at, outOfBand: true };
}

interface Retaggable {
  store: Pick<ResourceStore<Resource>, "update">;
  item: Resource;
}

function findResource({ simulator, input }: ControlCall): Retaggable {
  const id = input.text("resourceId");
  for (const here of simulator.world.regionWorlds()) {
    const image: Image | undefined = here.images.get(id);
    if (image !== undefined) return toRetaggable(here.images, image);
    const snapshot = here.snapshots.get(id);
    if (snapshot !== undefined) return toRetaggable(here.snapshots, snapshot);
    const instance = here.instances.get(id);
    if (instance !== undefined) return toRetaggable(here.instances, instance);
    const volume = here.volumes.get(id);
    if (volume !== undefined) return toRetaggable(here.volumes, volume);
  }
  throw new ControlError(`there is no ${id}`, { status: 404 });
}

function toRetaggable<T extends Resource>(store: ResourceStore<T>, item: T): Retaggable {
  return { item, store: { update: (_, change) => store.update(item, change) } };
}
