import { findCallerNow } from "../auth/find-caller-now";
import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { UnauthorizedError } from "../errors";
import type { RoutePermission } from "./declare-route";

/** The same request as its caller is now, not as they were when they asked. Throws what refuses them. */
export async function callerStill(
  ctx: Context,
  permission: Exclude<RoutePermission, "public">,
): Promise<Context> {
  const caller = await findCallerNow(ctx);
  if (!caller) throw new UnauthorizedError("Your session has ended.");
  const now: Context = { ...ctx, ...caller };
  if (permission !== "signedIn") requirePermission(now, permission);
  return now;
}
