import type { Context } from "../context";
import { ForbiddenError, ServiceError, toError } from "../errors";
import { callerStill } from "./caller-still";
import type { RoutePermission } from "./declare-route";

/**
 * A body that takes a while: asked again before each part leaves, so that whoever lost the session,
 * the right or an account meanwhile gets no more of it. It breaks off, and never ends as if it were
 * whole.
 */
export function guardStream(
  ctx: Context,
  { permission, body }: { permission: RoutePermission; body: ReadableStream<Uint8Array> },
): ReadableStream<Uint8Array> {
  if (permission === "public") return body;
  const reader = body.getReader();
  let hasBegun = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          await requireStill(ctx, permission);
          if (done) controller.close();
          else controller.enqueue(value);
          hasBegun = true;
        } catch (error) {
          const { log } = ctx.runtime;
          const line = { err: toError(error), requestId: ctx.requestId };
          if (error instanceof ServiceError) log.warn(line, BROKE_OFF);
          else log.error(line, BROKE_OFF);
          controller.error(hasBegun ? new BrokenOffError(error) : error);
          await reader.cancel(error).catch(() => undefined);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: a part is judged when it is taken.
    { highWaterMark: 0 },
  );
}

const BROKE_OFF = "an answer broke off";

/** By its name Next closes the connection and says nothing: it is in the log already, with its reason. */
class BrokenOffError extends Error {
  override readonly name = "AbortError";

  constructor(cause: unknown) {
    super("The answer was broken off.", { cause });
  }
}

/** As the caller is now, not as they were when they asked. */
async function requireStill(
  ctx: Context,
  permission: Exclude<RoutePermission, "public">,
): Promise<void> {
  const now = await callerStill(ctx, permission);
  if (!isWithin(ctx.accounts, now.accounts)) throw new ForbiddenError();
}

/** Whether all that was in sight still is. */
function isWithin(before: Context["accounts"], now: Context["accounts"]): boolean {
  if (now === "all") return true;
  return before !== "all" && before.every((account) => now.includes(account));
}
