import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { newToken } from "#lib/ids";

/** An external id nobody can guess, for the trust policy of a role that is yet to be added. */
export function suggestExternalId(ctx: Context): string {
  requirePermission(ctx, "credentials.check");
  return `amivault-${newToken(ctx.runtime.random)
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, 24)}`;
}
