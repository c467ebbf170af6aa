import { addPastImage } from "../core/history";
import { ControlError } from "./fields";
import { toImageView } from "./to-view";
import { getInstance, type Handlers } from "./verb";

export const historyVerbs: Handlers<"seedHistory"> = {
  seedHistory: (call) => {
    const { world } = call.simulator;
    const { input } = call;
    const { here, item: instance } = getInstance(call);
    const owner = input.optionalText("ownerId");
    const by = input.optionalText("by") ?? `arn:aws:iam::${here.accountId}:user/admin`;
    const owned = owner === undefined ? [] : ([["amivault:owner", owner]] as const);
    const images = (input.optionalList("images") ?? []).map((one) => {
      const createdAt = one.optionalInstant("createdAt");
      if (createdAt === undefined) throw new ControlError("images[].createdAt is missing");
      const tags = one.optionalTextMap("tags") ?? new Map<string, string>();
      const bytes = one.raw("snapshotBytes");
      return addPastImage({
        world,
        here,
        instance,
        name: one.text("name"),
        description: one.optionalText("description") ?? "",
        createdAt,
        imageTags: new Map([...owned, ...tags]),
        snapshotTags: new Map([...owned, ...(one.optionalTextMap("snapshotTags") ?? tags)]),
        snapshotBytes: Array.isArray(bytes) ? bytes.map(Number) : [],
        createdBy: { by },
      });
    });
    const now = world.now();
    return { images: images.map((image) => toImageView({ here, image, now })) };
  },
};
