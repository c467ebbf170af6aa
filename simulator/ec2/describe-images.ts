import { AwsError } from "../core/errors";
import { readFilters } from "../core/filters";
import { imageState, type Image } from "../core/model";
import { authorize, endDryRun, type Call, type Operation } from "../core/operation";
import { readPaging } from "../core/paging";
import { select } from "../core/select";
import { checkIds, notFound } from "./identifiers";
import { imageFields } from "./image-fields";
import { toImageItem } from "./image-item";

/** For so long AWS still knows that a deregistered image once was: asked by id, it is left out. */
export const REMEMBERED_MS = 60 * 60 * 1000;

export const describeImages: Operation = {
  params: [
    "ExecutableBy",
    "ImageId",
    "Owner",
    "IncludeDeprecated",
    "IncludeDisabled",
    "MaxResults",
    "NextToken",
    "Filter",
  ],
  bucket: "read",
  run: (call) => {
    const { here, now, params, accountId, region } = call;
    const ids = params.list("ImageId");
    checkIds({ kind: "image", ids });
    const filters = readFilters({ params, fields: imageFields(accountId) });
    const paging = readPaging({
      params,
      scope: `${accountId}/${region}/images`,
      min: 5,
      max: 1000,
      excludes: { given: ids.length > 0, calledOnWire: "imagesSet" },
    });
    const includeDisabled = params.flag("IncludeDisabled") ?? false;
    authorize(call, "*");
    const isMine = ownerTest({ call, owners: params.list("Owner") });
    const only = ids.length === 0 ? undefined : resolve({ call, ids });
    endDryRun(call);
    forgetRemoved(call);
    const { page, more } = select({
      store: here.images,
      filters,
      now,
      isVisible: (image) =>
        isMine(image) &&
        isShown({ image, now, includeDisabled: includeDisabled || only !== undefined }),
      afterSeq: paging.afterSeq,
      limit: paging.limit,
      only,
    });
    const last = page.at(-1);
    return {
      imagesSet: page.map((image) => toImageItem({ image, now, accountId })),
      nextToken: more && last !== undefined ? paging.tokenAfter(last.seq) : undefined,
    };
  },
};

/** One id that is not known, or not visible yet, fails the whole call. */
function resolve({ call, ids }: { call: Call; ids: string[] }): Image[] {
  const { here, now } = call;
  const missing: string[] = [];
  const images: Image[] = [];
  for (const id of new Set(ids)) {
    const image = here.images.get(id);
    const removed = here.removedImages.get(id)?.removed;
    if (image !== undefined && now >= image.visibleAt) images.push(image);
    else if (removed === undefined || now > removed.at + REMEMBERED_MS) missing.push(id);
  }
  if (missing.length === 0) return images;
  const foreign = missing.find((id) => isForeign({ call, id }));
  if (foreign !== undefined) {
    throw new AwsError("AuthFailure", `Not authorized for images: [${foreign}]`);
  }
  throw notFound({ kind: "image", ids: missing });
}

function isForeign({ call, id }: { call: Call; id: string }): boolean {
  const { world, region, accountId } = call;
  return world
    .regionWorlds()
    .some(
      (w) => w.region === region && w.accountId !== accountId && w.images.get(id) !== undefined,
    );
}

function ownerTest({ call, owners }: { call: Call; owners: string[] }): (image: Image) => boolean {
  if (owners.length === 0) return () => true;
  const mine = owners.some((owner) => owner === "self" || owner === call.accountId);
  return () => mine;
}

function isShown(of: { image: Image; now: number; includeDisabled: boolean }): boolean {
  const { image, now, includeDisabled } = of;
  if (now < image.visibleAt) return false;
  if (image.removed !== undefined) return now < (image.removed.visibleUntil ?? 0);
  return includeDisabled || imageState({ image, now }) !== "disabled";
}

/** Removed images that were still shown for a while leave the lists when that is over. */
export function forgetRemoved({ here, now }: Call): void {
  for (const image of here.lingering) {
    if (now < (image.removed?.visibleUntil ?? 0)) continue;
    here.lingering.delete(image);
    here.removeImage(image);
  }
}
