import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import { engineContext } from "../backups/engine-context";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { enqueuePlaces } from "./enqueue-removals";
import { listHoldPlaces, listHoldsToTag, markHoldTags, type HoldToTag } from "./hold-tags.repo";
import { holdTagsJob } from "./jobs";
import { withCredential } from "./remover";
import type { Place } from "./removals.repo";

const PER_CALL = 200;

export async function enqueueHoldTags(runtime: Runtime): Promise<void> {
  await enqueuePlaces(runtime, holdTagsJob, await listHoldPlaces(runtime.db.read));
}

/** Makes the tag `amivault:hold` in AWS say what the records say: in one account and region. */
export async function tagHolds(runtime: Runtime, place: Place): Promise<JobResult> {
  const ctx = engineContext(runtime, "holds.tag");
  const wanted = await listHoldsToTag(runtime.db.read, { ...place, limit: PER_CALL });
  if (wanted.length === 0) return;
  try {
    await withCredential(ctx, { ...place, preferredId: null }, async (credentialId) => {
      const { region } = place;
      const ec2 = await runtime.aws.ec2({ credentialId, region, purpose: "tag" });
      await setTags(
        ctx,
        ec2,
        wanted.filter(({ held }) => held),
      );
      await removeTags(
        ctx,
        ec2,
        wanted.filter(({ held }) => !held),
      );
    });
    return;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    runtime.log.warn({ ...place, reason: error.reason }, "holds could not be tagged");
    return error.retryAfterMs === undefined ? undefined : { retryAfterMs: error.retryAfterMs };
  }
}

/**
 * "Perhaps" is written first: whatever happens after that, a released hold finds its tag again.
 * What AWS was asked for is written down without a condition; where a person chose otherwise in the
 * meantime, records and tag differ again and the row is due again.
 */
async function setTags(ctx: Context, ec2: Ec2, holds: readonly HoldToTag[]): Promise<void> {
  if (holds.length === 0) return;
  const { db, clock } = ctx.runtime;
  await db.write((tx) => markHoldTags(tx, { ids: holds.map(({ id }) => id), at: 0 }));
  await inOneOrEach(holds, async (some) => {
    const resourceIds = some.flatMap(({ imageId }) => imageId ?? []);
    await ec2.createTags({ resourceIds, tags: { [IMAGE_TAGS.hold]: "true" } });
    await db.write((tx) => markHoldTags(tx, { ids: some.map(({ id }) => id), at: clock.now() }));
  });
}

async function removeTags(ctx: Context, ec2: Ec2, released: readonly HoldToTag[]): Promise<void> {
  if (released.length === 0) return;
  await inOneOrEach(released, async (some) => {
    const resourceIds = some.flatMap(({ imageId }) => imageId ?? []);
    await ec2.deleteTags({ resourceIds, keys: [IMAGE_TAGS.hold] });
    await ctx.runtime.db.write((tx) =>
      markHoldTags(tx, { ids: some.map(({ id }) => id), at: null }),
    );
  });
}

/** One unknown id fails the whole call: then each is asked for alone. */
async function inOneOrEach(
  holds: readonly HoldToTag[],
  act: (some: readonly HoldToTag[]) => Promise<void>,
): Promise<void> {
  try {
    await act(holds);
  } catch (error) {
    if (!isUnknownImage(error)) throw error;
    for (const hold of holds) await skipUnknown(() => act([hold]));
  }
}

async function skipUnknown(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUnknownImage(error)) throw error;
  }
}

function isUnknownImage(error: unknown): boolean {
  return error instanceof AwsCallError && error.awsCode.startsWith("InvalidAMIID");
}
