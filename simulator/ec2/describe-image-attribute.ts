import { AwsError, invalidValue } from "../core/errors";
import type { Image } from "../core/model";
import { arnOf, authorize, endDryRun, type Call, type Operation } from "../core/operation";
import type { WireObject } from "../wire/xml";
import { checkIds, notFound } from "./identifiers";
import { protectionWord } from "./image-item";
import { factsOf } from "./resource-facts";

export const describeImageAttribute: Operation = {
  params: ["Attribute", "ImageId"],
  bucket: "read",
  run: (call) => {
    const { params, entry } = call;
    const imageId = params.required("ImageId");
    const attribute = params.required("Attribute");
    entry.detail["imageId"] = imageId;
    checkIds({ kind: "image", ids: [imageId] });
    authorize(call, arnOf(call, "image", imageId), factsOf(call.here.images.get(imageId)));
    const image = findImage({ call, imageId });
    endDryRun(call);
    return { imageId, ...readAttribute({ image, attribute }) };
  },
};

/** An image that is not visible yet, or is gone, has no attributes. */
export function findImage({ call, imageId }: { call: Call; imageId: string }): Image {
  const image = call.here.images.get(imageId);
  if (image === undefined || image.removed !== undefined || call.now < image.visibleAt) {
    throw notFound({ kind: "image", ids: [imageId] });
  }
  return image;
}

function readAttribute(of: { image: Image; attribute: string }): WireObject {
  const { image, attribute } = of;
  switch (attribute) {
    case "launchPermission":
      return {
        launchPermission: [
          ...(image.isPublic === true ? [{ group: "all" }] : []),
          ...(image.launchPermissions ?? []).map((permission): WireObject => ({ ...permission })),
        ],
      };
    case "description":
      return { description: { value: image.description } };
    case "deregistrationProtection":
      return { deregistrationProtection: { value: protectionWord(image) } };
    case "blockDeviceMapping":
      throw new AwsError("AuthFailure", "Unauthorized attempt to access restricted resource");
    default:
      throw invalidValue("attribute", attribute);
  }
}
