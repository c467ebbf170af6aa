import { setTimeout as pause } from "node:timers/promises";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import { withReader } from "../backups/reader";
import { SECOND } from "../clock";
import type { Context } from "../context";
import type { Place } from "./place.pure";

/** Waited for tokens between two pages; more, and the place is looked at anew later. */
const PATIENCE_MS = 30 * SECOND;

export interface Look {
  ctx: Context;
  place: Place;
  preferredId: string | null;
  signal: AbortSignal | undefined;
}

/** Asks AWS by a credential of the account; a token is waited for only in the middle of a look. */
export async function askPlace<T>(
  look: Look,
  call: (ec2: Ec2, credentialId: string) => Promise<T>,
  options: { isFirst: boolean },
): Promise<T> {
  const { ctx, place, preferredId, signal } = look;
  const through = { ...place, preferredId };
  let patienceMs = options.isFirst ? 0 : PATIENCE_MS;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await withReader(ctx, through, call);
    } catch (error) {
      const waitMs = error instanceof AwsCallError ? error.retryAfterMs : undefined;
      if (waitMs === undefined || waitMs > patienceMs) throw error;
      patienceMs -= waitMs;
      await pause(waitMs, undefined, signal ? { signal } : {});
    }
  }
}
