import { AwsError } from "../core/errors";
import type { Image, Removal } from "../core/model";
import { arnOf, authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { isDenied } from "../core/permissions";
import { isProtected } from "../core/referrers";
import { deleteAssociated, deregister } from "../core/removal";
import { REMEMBERED_MS } from "./describe-images";
import { checkIds, notFound } from "./identifiers";
import { factsOf } from "./resource-facts";

export const deregisterImage: Operation = {
  params: ["ImageId", "DeleteAssociatedSnapshots"],
  bucket: "remove",
  run: (call) => {
    const { here, now, params, effects, entry, caller } = call;
    const imageId = params.required("ImageId");
    entry.detail["imageId"] = imageId;
    const withSnapshots = params.flag("DeleteAssociatedSnapshots") ?? false;
    checkIds({ kind: "image", ids: [imageId] });
    authorize(call, arnOf(call, "image", imageId), factsOf(here.images.get(imageId)));
    const image = findImage({ call, imageId });
    if (isProtected({ image, now })) throw protectedError(imageId);
    endDryRun(call);
    const removal: Removal = {
      at: now,
      by: caller.arn,
      accessKeyId: caller.key.accessKeyId,
      callSeq: entry.seq,
      outOfBand: false,
      visibleUntil: effects.imageLagMs > 0 ? now + effects.imageLagMs : undefined,
    };
    deregister({ world: call.world, here, image, removal });
    if (!withSnapshots) return { return: true };
    const results = deleteAssociated({
      here,
      image,
      removal,
      mayDelete: (snapshot) =>
        !isDenied({
          call,
          action: "ec2:DeleteSnapshot",
          resource: arnOf(call, "snapshot", snapshot.id),
          facts: factsOf(snapshot),
        }),
      forced: effects.snapshotReturnCode,
    });
    return { return: true, deleteSnapshotResultSet: results };
  },
};

function findImage({ call, imageId }: { call: Call; imageId: string }): Image {
  const { here, now } = call;
  const image = here.images.get(imageId) ?? here.removedImages.get(imageId);
  if (image === undefined) throw notFound({ kind: "image", ids: [imageId] });
  if (image.removed === undefined) return image;
  if (now > image.removed.at + REMEMBERED_MS) throw notFound({ kind: "image", ids: [imageId] });
  throw new AwsError(
    "InvalidAMIID.Unavailable",
    `The image ID '${imageId}' is no longer available`,
  );
}

const protectedError = (imageId: string): AwsError =>
  new AwsError(
    "OperationNotPermitted",
    `The image '${imageId}' has deregistration protection enabled and cannot be deregistered.`,
  );
