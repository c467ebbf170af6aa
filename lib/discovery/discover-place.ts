import { AwsCallError } from "../aws/aws-call-error";
import { engineContext } from "../backups/engine-context";
import { MINUTE, SECOND } from "../clock";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { discoveryProgress } from "./discovery-changed";
import type { DiscoverPlacePayload } from "./jobs";
import { idsOf, type PlaceLook } from "./place-look";
import { readInstances } from "./read-instances";
import { readRegions } from "./read-regions";
import { listOpenAt, patchPlaces } from "./runs.repo";
import { settleRuns } from "./settle-runs";

/** So long a place may wait for AWS's patience; then it says so, and the next run tries again. */
const WAIT_MS_MAX = 15 * MINUTE;

/**
 * Looks at one place for every run that waits for it. It may be repeated at any time, and two at
 * once do no harm: what one has ended the other leaves alone.
 */
export async function discoverPlace(
  runtime: Runtime,
  place: DiscoverPlacePayload,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "discovery");
  const rows = await listOpenAt(runtime.db.read, place);
  if (rows.length === 0) return settleRuns(ctx);
  const look: PlaceLook = { ctx, place, rows, signal: job.signal };
  try {
    await begin(look);
    await (place.region === "" ? readRegions(look) : readInstances(look));
  } catch (error) {
    if (job.signal?.aborted) throw error;
    const retryAfterMs = await settleError(look, error);
    if (retryAfterMs !== null) return { retryAfterMs };
  }
  await settleRuns(ctx);
}

async function begin({ ctx, place, rows }: PlaceLook): Promise<void> {
  const startedAt = ctx.runtime.clock.now();
  const fresh = {
    state: "running",
    startedAt,
    seenCount: 0,
    error: null,
    suggestion: null,
  } as const;
  await ctx.runtime.db.write(async (tx) => {
    await patchPlaces(tx, idsOf(rows), fresh);
    await discoveryProgress(tx, ctx, place);
  });
}

/** Null where it is over; else when the same job comes back. */
async function settleError(look: PlaceLook, error: unknown): Promise<number | null> {
  const { ctx, place, rows } = look;
  const now = ctx.runtime.clock.now();
  const known = error instanceof ServiceError ? error : null;
  const askedAt = Math.max(...rows.map((row) => row.askedAt));
  const isPatient = Math.abs(now - askedAt) < WAIT_MS_MAX;
  const waitMs = error instanceof AwsCallError ? error.retryAfterMs : undefined;
  const isLater = waitMs !== undefined && isPatient;
  await ctx.runtime.db.write(async (tx) => {
    await patchPlaces(tx, idsOf(rows), {
      state: isLater ? "waiting" : "failed",
      error: known?.message ?? "It failed unexpectedly; the log says more.",
      suggestion: known?.suggestion ?? null,
      endedAt: isLater ? null : now,
    });
    await discoveryProgress(tx, ctx, place);
  });
  if (isLater) return Math.max(waitMs, SECOND);
  // A fault of ours: the row says so, and the job's own way of failing goes on.
  if (known === null) throw error;
  ctx.runtime.log.warn({ ...place, reason: known.reason }, "a place could not be looked at");
  return null;
}
