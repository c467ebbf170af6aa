import type { Ec2 } from "../aws/ec2/ec2";
import { FILTER_VALUES_MAX } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import { ServiceError, toError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { isRemovedImage } from "./decide-look-up.pure";
import { engineContext } from "./engine-context";
import { settleTagsJob, type PollImagesPayload } from "./jobs";
import { noteSeenTags } from "./note-seen-tags";
import { UNTAGGED_MS } from "./protocol-timing.pure";
import { withReader } from "./reader";
import { listUnsureImages, listUnsurePlaces } from "./tags.repo";

/** Tags whose answer was lost, once AWS can neither hear the request any more nor hide its effect. */
export async function enqueueTagLooks(runtime: Runtime): Promise<void> {
  const { clock, db, queue, log } = runtime;
  const places = await listUnsurePlaces(db.read, clock.now() - UNTAGGED_MS);
  if (places.length === 0) return;
  try {
    await queue.enqueue(settleTagsJob, places);
  } catch (error) {
    log.warn({ err: toError(error) }, "looks at tags could not be enqueued; the repeat will");
  }
}

/** Asks AWS how they are in one account and region, and writes that down. It sends no tag again. */
export async function settleTags(runtime: Runtime, place: PollImagesPayload): Promise<JobResult> {
  const ctx = engineContext(runtime, "tags.settle");
  try {
    for (let afterId: string | null = ""; afterId !== null;) {
      afterId = await settlePage(ctx, place, afterId);
    }
    return;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    runtime.log.warn({ ...place, reason: error.reason }, "tags could not be looked at");
    return error.retryAfterMs === undefined ? undefined : { retryAfterMs: error.retryAfterMs };
  }
}

/** The last backup of a page after which there may be more. */
async function settlePage(
  ctx: Context,
  place: PollImagesPayload,
  afterId: string,
): Promise<string | null> {
  const { clock, db } = ctx.runtime;
  const seenAt = clock.now();
  const page = { askedBefore: seenAt - UNTAGGED_MS, afterId, limit: FILTER_VALUES_MAX };
  const unsure = await listUnsureImages(db.read, { ...place, ...page });
  if (unsure.length === 0) return null;
  const byImage = new Map(unsure.map(({ backupId, imageId }) => [imageId, backupId]));
  const read = (ec2: Ec2) => ec2.proveImages(unsure.flatMap(({ imageId }) => imageId ?? []));
  const { images } = await withReader(ctx, { ...place, preferredId: null }, read);
  const seen = images.flatMap((image) => {
    const { imageId, tags } = image;
    const backupId = byImage.get(imageId);
    // One that is on its way out may have lost its tags already.
    return backupId === undefined || isRemovedImage(image) ? [] : [{ backupId, imageId, tags }];
  });
  await noteSeenTags(ctx, { seen, seenAt });
  return unsure.length < page.limit ? null : (unsure.at(-1)?.backupId ?? null);
}
