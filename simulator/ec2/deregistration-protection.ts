import { arnOf, authorize, endDryRun, type Operation } from "../core/operation";
import { protect, type Protection } from "../core/referrers";
import type { Params } from "../wire/params";
import { findImage } from "./describe-image-attribute";
import { checkIds } from "./identifiers";
import { factsOf } from "./resource-facts";

export const enableImageDeregistrationProtection = protectionOperation({
  params: ["ImageId", "WithCooldown"],
  stateOf: (params) =>
    params.flag("WithCooldown") === true ? "enabled-with-cooldown" : "enabled-without-cooldown",
});

export const disableImageDeregistrationProtection = protectionOperation({
  params: ["ImageId"],
  stateOf: () => "disabled",
});

function protectionOperation(of: {
  params: readonly string[];
  stateOf: (params: Params) => Protection;
}): Operation {
  return {
    params: of.params,
    bucket: "mutate",
    run: (call) => {
      const { params, now, entry } = call;
      const imageId = params.required("ImageId");
      entry.detail["imageId"] = imageId;
      checkIds({ kind: "image", ids: [imageId] });
      const state = of.stateOf(params);
      authorize(call, arnOf(call, "image", imageId), factsOf(call.here.images.get(imageId)));
      const image = findImage({ call, imageId });
      endDryRun(call);
      protect({ image, state, now });
      return { return: state };
    },
  };
}
