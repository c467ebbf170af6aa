import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import { MINUTE, SECOND } from "../clock";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { listDueLooks, type Place } from "./due-looks.repo";
import { engineContext } from "./engine-context";
import { enqueueBackups } from "./enqueue-backups";
import { findAwaitedImages, isAwaitedRun, settleAwaited } from "./settle-awaited";
import { findUnheardImages, isUnheard, settleLookUps, type UnheardRun } from "./look-up-attempts";
import { postponeLooks } from "./postpone-looks";
import { withReader } from "./reader";
import { findRuns, type Run } from "./run.repo";
import { isWatched, settlePolls, type WatchedRun } from "./settle-polls";
import { settleSiblings, wasSentAgain } from "./settle-siblings";
import { settleStray } from "./settle-stray";

/** AWS's limit of values in one filter. */
const IMAGES_PER_CALL = 200;
const ROUNDS_MAX = 20;
/** What is due within this time shares the call. */
const SHARE_MS = 3 * SECOND;
const AWAY_MS = 15 * SECOND;
const REFUSED_MS = MINUTE;

/** One look at AWS for everything in this account and region that waits for one. */
export async function pollImages(runtime: Runtime, place: Place): Promise<JobResult> {
  const ctx = engineContext(runtime, "poll.images");
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const now = runtime.clock.now();
    const due = await listDueLooks(runtime.db.read, {
      ...place,
      until: now + SHARE_MS,
      limit: IMAGES_PER_CALL,
    });
    if (!due.some(({ notBeforeAt }) => notBeforeAt !== null && notBeforeAt <= now)) return;
    const runs = await findRuns(
      runtime.db.read,
      due.map(({ id }) => id),
    );
    const result = await look(ctx, place, runs);
    if (result !== undefined || due.length < IMAGES_PER_CALL) return result;
  }
}

async function look(ctx: Context, place: Place, runs: Run[]): Promise<JobResult> {
  const watched = runs.filter(isWatched);
  const unheard = runs.filter(isUnheard);
  const awaited = runs.filter(isAwaitedRun);
  const preferredId = runs.find((run) => run.instance.credentialId)?.instance.credentialId ?? null;
  const askedAt = ctx.runtime.clock.now();
  try {
    const seen = await withReader(ctx, { ...place, preferredId }, (ec2) =>
      ask(ctx, ec2, { watched, unheard, awaited }),
    );
    await ctx.runtime.faultPoint?.("after-look");
    // First: afterwards what has ended is not as it was read.
    const settled = await settleSiblings(ctx, { runs: watched, images: seen.images });
    await settlePolls(ctx, { runs: settled, ...seen, askedAt });
    const resend = await settleLookUps(ctx, { runs: unheard, images: seen.images, askedAt });
    const takenBack = await settleAwaited(ctx, { runs: awaited, images: seen.images, askedAt });
    await enqueueBackups(ctx.runtime, [...resend, ...takenBack]);
    await settleStray(
      ctx,
      runs.filter((run) => !isWatched(run) && !isUnheard(run) && !isAwaitedRun(run)),
    );
    return;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const away = error instanceof AwsCallError && error.outcome !== "refused";
    const pauseMs = error.retryAfterMs ?? (away ? AWAY_MS : REFUSED_MS);
    ctx.runtime.log.warn({ ...place, reason: error.reason, pauseMs }, "AWS could not be polled");
    // No token yet: the rows stay due, and the same job comes back.
    if (error instanceof AwsCallError && error.outcome === "not_sent" && error.retryAfterMs) {
      return { retryAfterMs: error.retryAfterMs };
    }
    await postponeLooks(ctx, { runs, error, pauseMs });
    return;
  }
}

interface Seen {
  images: Ec2Image[];
  snapshots: Map<string, Ec2Snapshot>;
}

async function ask(
  ctx: Context,
  ec2: Ec2,
  runs: {
    watched: readonly WatchedRun[];
    unheard: readonly UnheardRun[];
    awaited: readonly Run[];
  },
): Promise<Seen> {
  const imageIds = runs.watched.map((run) => run.backup.imageId);
  const watched = imageIds.length > 0 ? await ec2.findImages({ imageIds }) : [];
  const names = runs.watched
    .filter(wasSentAgain)
    .map((run) => run.attempt?.imageName)
    .filter((name) => name !== undefined);
  const siblings = names.length > 0 ? await ec2.findImages({ names }) : [];
  const unheard = await findUnheardImages(ec2, runs.unheard);
  const awaited = await findAwaitedImages(ctx, ec2, runs.awaited);
  return {
    images: [...siblings, ...watched, ...unheard, ...awaited],
    snapshots: await findSnapshots(ctx, ec2, watched),
  };
}

/** Progress and sizes; without them the images still count. */
async function findSnapshots(
  ctx: Context,
  ec2: Ec2,
  images: readonly Ec2Image[],
): Promise<Map<string, Ec2Snapshot>> {
  const ids = images.flatMap((image) => image.snapshots.map(({ snapshotId }) => snapshotId));
  const found = new Map<string, Ec2Snapshot>();
  try {
    for (let from = 0; from < ids.length; from += IMAGES_PER_CALL) {
      const page = await ec2.findSnapshots(ids.slice(from, from + IMAGES_PER_CALL));
      for (const snapshot of page) found.set(snapshot.snapshotId, snapshot);
    }
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    ctx.runtime.log.warn({ reason: error.reason }, "snapshots could not be read");
  }
  return found;
}
