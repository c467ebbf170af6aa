import { setTimeout as pause } from "node:timers/promises";
import { AwsCallError } from "../aws/aws-call-error";
import { withReader } from "../backups/reader";
import { SECOND } from "../clock";
import type { Ask, Pass } from "./pass";

/** Waited for tokens in the middle of a pass; more, and the pass begins anew later. */
const PATIENCE_MS = 120 * SECOND;
const LATER_MS = 60 * SECOND;

/** A token for each call, waited for only in the middle of a pass, and never past the job's end. */
export function askIn(pass: Pass, signal: AbortSignal | undefined): Ask {
  const { ctx, place } = pass;
  let patienceMs = 0;
  return async (call) => {
    for (;;) {
      signal?.throwIfAborted();
      try {
        const answer = await withReader(ctx, { ...place, preferredId: null }, call);
        pass.callCount += 1;
        patienceMs = PATIENCE_MS;
        return answer;
      } catch (error) {
        const waitMs = error instanceof AwsCallError ? error.retryAfterMs : undefined;
        if (waitMs === undefined || waitMs > patienceMs) throw error;
        patienceMs -= waitMs;
        await pause(waitMs, undefined, {
          signal: signal ?? AbortSignal.timeout(waitMs + LATER_MS),
        });
      }
    }
  };
}
