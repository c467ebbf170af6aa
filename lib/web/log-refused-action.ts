import { userIdOf, type Context } from "../context";
import type { Runtime } from "../runtime";
import { clientAddress } from "./client-address";
import type { RoutePermission } from "./declare-route";
import { refusalOf } from "./error-code";
import { PATH_HEADER } from "./page-headers";

interface RefusedAction {
  request: { headers: Headers; requestId: string };
  permission: RoutePermission;
  /** Null where nobody was asked for yet. */
  ctx: Context | null;
  error: unknown;
}

/**
 * One line for each action that was not done, as the requests of the API have theirs: who, from
 * where, on which page, and why. Redirects and failures of our own are none of these.
 */
export function logRefusedAction(runtime: Runtime, refused: RefusedAction): void {
  const { request, permission, ctx, error } = refused;
  const code = refusalOf(error);
  if (code === null) return;
  runtime.log.info(
    {
      requestId: request.requestId,
      code,
      permission,
      path: request.headers.get(PATH_HEADER)?.split("?")[0],
      userId: ctx && userIdOf(ctx.actor),
      address: clientAddress(runtime.config, request.headers),
    },
    "action refused",
  );
}
