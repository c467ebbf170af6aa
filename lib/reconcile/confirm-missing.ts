import { AwsCallError } from "../aws/aws-call-error";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { readAbsenceEnd } from "../health/absence";
import type { JobResult } from "../queue/queue";
import { askIn } from "./ask-aws";
import { reconcileChanged } from "./begin-run";
import { EVERY_MS } from "./decide-due.pure";
import { emptyPass, type Pass } from "./pass";
import { listMissing, type Place } from "./records.repo";
import { findLastRun, patchRun, type RunRow } from "./runs.repo";
import { concludeMissing } from "./settle-absent";
import { readOpen } from "./start-pass";

/** The last pass read all of the place a while ago, and left something that it did not see. */
export async function isOnlyMissing(ctx: Context, place: Place): Promise<boolean> {
  const { clock, db } = ctx.runtime;
  const now = clock.now();
  const last = await findLastRun(db.read, { place, now });
  if (!last || last.endedAt === null || last.error !== null) return false;
  if (last.startedAt < (await readAbsenceEnd(db.read))) return false;
  const isRecent = last.startedAt + EVERY_MS > now;
  return isRecent && (last.counts["missing"] ?? 0) > 0;
}

/**
 * The second sighting of what a pass did not see: asked for by its ids, 200 a call, so that one
 * missing image does not cost another look at thousands.
 */
export async function confirmMissing(
  ctx: Context,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<JobResult> {
  const { clock, db } = ctx.runtime;
  const { read } = db;
  const last = await findLastRun(read, { place, now: clock.now() });
  if (!last) return;
  const pass = { ...emptyPass(ctx, { place, runId: last.id }), open: await readOpen(ctx, place) };
  try {
    await concludeMissing(pass, askIn(pass, signal), await listMissing(read, place));
    await note(pass, last, pass.counts["missing"] ?? 0);
    return;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const isEarly = error instanceof AwsCallError && error.outcome === "not_sent";
    if (isEarly && error.retryAfterMs !== undefined) return { retryAfterMs: error.retryAfterMs };
    // Left to the next pass, which sees them a second time as well.
    await note(pass, last, 0);
    ctx.runtime.log.warn({ ...place, reason: error.reason }, "what is missing was not asked for");
    return;
  }
}

async function note(pass: Pass, last: RunRow, missing: number): Promise<void> {
  const counts: Record<string, number> = { ...last.counts, missing };
  for (const what of ["gone", "found.gone", "seen_again"]) {
    counts[what] = (counts[what] ?? 0) + (pass.counts[what] ?? 0);
  }
  await pass.ctx.runtime.db.write(async (tx) => {
    await patchRun(tx, last.id, { counts, callCount: last.callCount + pass.callCount });
    await reconcileChanged(tx, pass.ctx, pass.place);
  });
}
