import type { Context } from "../context";
import { ForbiddenError, NotFoundError, UnauthorizedError, assertNever } from "../errors";
import { roleMay, type Permission } from "./permissions";

/** Every verb starts with this. Jobs and the command line act for the installation itself. */
export function requirePermission(ctx: Context, permission: Permission): void {
  const { actor } = ctx;
  switch (actor.type) {
    case "system":
    case "cli":
      return;
    // A report proves "look now", which asks for no permission.
    case "callback":
      throw new ForbiddenError();
    case "anonymous":
      throw new UnauthorizedError();
    case "user":
      if (actor.mustChangePassword && permission !== "account.self") {
        throw new ForbiddenError("Change your password first.", {
          reason: "password_change_required",
          suggestion: "Use the password page, or POST /api/me/password.",
        });
      }
      if (!roleMay(actor.role, permission)) throw new ForbiddenError();
      return;
    default:
      assertNever(actor);
  }
}

/** For what is left out of an answer, not refused, where the caller may not see it. */
export function mayDo(ctx: Context, permission: Permission): boolean {
  const { actor } = ctx;
  if (actor.type === "user") return !actor.mustChangePassword && roleMay(actor.role, permission);
  return actor.type !== "anonymous" && actor.type !== "callback";
}

/** For what holds for the whole installation: whoever sees only some accounts does not decide it. */
export function requireEveryAccount(ctx: Context, what: string): void {
  if (ctx.accounts === "all") return;
  throw new ForbiddenError(`${what} for every account, and you may not see all of them.`);
}

/** A resource of an account the caller may not see does not exist for them. */
export function requireAccount(ctx: Context, accountRef: string, what: string): void {
  if (ctx.accounts !== "all" && !ctx.accounts.includes(accountRef)) throw new NotFoundError(what);
}
