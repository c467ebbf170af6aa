import { MINUTE } from "../clock";
import type { Actor, Context, TokenActor, UserActor } from "../context";
import {
  ForbiddenError,
  NotFoundError,
  UnauthorizedError,
  assertNever,
  type ServiceErrorOptions,
} from "../errors";
import { isDelegable, needsProof, roleMay, type Permission } from "./permissions";

/** How long a password or a code that was given stands for what asks for one. */
export const PROOF_MS = 10 * MINUTE;

/**
 * Every verb starts with this. Jobs and the command line act for the installation itself. Throws
 * `unauthorized` for nobody, `forbidden` otherwise; its reason says what would help:
 * `password_change_required`, `second_factor_required` or `proof_required`.
 */
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
    case "token":
      return requireScope(actor, permission);
    case "user":
      requireNothingOwed(actor, permission);
      if (!roleMay(actor.role, permission)) throw new ForbiddenError();
      if (needsProof(permission)) requireProof(ctx);
      return;
    default:
      assertNever(actor);
  }
}

/** For what is left out of an answer, not refused, and for buttons: a proof can still be given. */
export function mayDo(ctx: Context, permission: Permission): boolean {
  const { actor } = ctx;
  switch (actor.type) {
    case "user":
      return owedBy(actor, permission) === null && roleMay(actor.role, permission);
    case "token":
      return hasScope(actor, permission);
    default:
      return actor.type === "system" || actor.type === "cli";
  }
}

/** The person at the keyboard, not only somebody's open session. */
export function requireProof({ actor, runtime }: Context): void {
  if (actor.type !== "user" || runtime.clock.now() - actor.provenAt < PROOF_MS) return;
  throw new ForbiddenError("Prove once more that it is you.", {
    reason: "proof_required",
    suggestion: "Give your password or a code; scripts POST it to /api/me/proof.",
  });
}

/** What an actor owes before it may do anything else, or null. */
export type Owed = "password_change_required" | "second_factor_required";

export function owedBy(actor: Actor, permission: Permission): Owed | null {
  if (actor.type !== "user") return null;
  if (permission === "account.read" || permission === "account.self") return null;
  if (actor.mustChangePassword) return "password_change_required";
  return actor.mustSetUpSecondFactor && permission !== "account.secure"
    ? "second_factor_required"
    : null;
}

const OWED_WORDS: Readonly<Record<Owed, { message: string; suggestion: string }>> = {
  password_change_required: {
    message: "Change your password first.",
    suggestion: "Use the password page, or POST /api/me/password.",
  },
  second_factor_required: {
    message: "Set up your second factor first.",
    suggestion: "Your role asks for one: the account page sets it up.",
  },
};

function requireNothingOwed(actor: UserActor, permission: Permission): void {
  const reason = owedBy(actor, permission);
  if (reason === null) return;
  const { message, suggestion } = OWED_WORDS[reason];
  throw new ForbiddenError(message, { reason, suggestion });
}

function hasScope(actor: TokenActor, permission: Permission): boolean {
  if (!isDelegable(permission) || !roleMay(actor.role, permission)) return false;
  return permission === "account.read" || actor.scopes.includes(permission);
}

function requireScope(actor: TokenActor, permission: Permission): void {
  if (hasScope(actor, permission)) return;
  if (!roleMay(actor.role, permission)) throw new ForbiddenError();
  throw new ForbiddenError("This token's scopes do not allow this.", {
    reason: "scope_required",
    suggestion: isDelegable(permission)
      ? `Make a token with the scope ${permission}.`
      : `No token can: sign in at /api/login${needsProof(permission) ? ", with a fresh proof" : ""}.`,
  });
}

/** For what holds for the whole installation: whoever sees only some accounts does not decide it. */
export function requireEveryAccount(
  ctx: Context,
  what: string,
  options: ServiceErrorOptions = {},
): void {
  if (ctx.accounts === "all") return;
  throw new ForbiddenError(`${what} for every account, and you may not see all of them.`, options);
}

/** A resource of an account the caller may not see does not exist for them. */
export function requireAccount(ctx: Context, accountRef: string, what: string): void {
  if (ctx.accounts !== "all" && !ctx.accounts.includes(accountRef)) throw new NotFoundError(what);
}
