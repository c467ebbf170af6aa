import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { Runtime } from "../runtime";
import { hashPersonalToken, isPersonalToken } from "./personal-token";
import {
  selectToken,
  selectTokenByHash,
  updateLastUse,
  type TokenWithUser,
} from "./personal-tokens.repo";
import { permissionNames, type Permission } from "./permissions";
import { readSessionPolicy } from "./session-policy";

/** `lastUsedAt` is written at most this often. */
export const TOKEN_TOUCH_MS = 1 * MINUTE;

/**
 * The live token behind this text, with its user as they are now; null for whatever is not one, at
 * once. Wrong ones are not counted: nobody guesses 256 bits.
 */
export async function findToken(
  runtime: Runtime,
  input: { text: string; address: string | null },
): Promise<TokenWithUser | null> {
  const { text, address } = input;
  if (!isPersonalToken(text)) return null;
  const found = await selectTokenByHash(runtime.db.read, hashPersonalToken(text));
  if (!found || !(await isLive(runtime, found))) return null;
  const now = runtime.clock.now();
  const { id, lastUsedAt } = found.token;
  if (lastUsedAt === null || now - lastUsedAt >= TOKEN_TOUCH_MS) {
    await runtime.db.write((tx) => updateLastUse(tx, { id, at: now, address }));
  }
  return found;
}

/** For what is asked again while an answer is on its way. */
export async function findLiveToken(
  runtime: Runtime,
  tokenId: string,
): Promise<TokenWithUser | null> {
  const found = await selectToken(runtime.db.read, tokenId);
  return found && (await isLive(runtime, found)) ? found : null;
}

/** What its user owes, a token cannot give: it waits until they have. */
async function isLive(runtime: Runtime, { token, user }: TokenWithUser): Promise<boolean> {
  const { secondFactorRoles } = await readSessionPolicy(runtime);
  const owesSecondFactor = user.totpConfirmedAt === null && secondFactorRoles.includes(user.role);
  return (
    token.revokedAt === null &&
    runtime.clock.now() < token.expiresAt &&
    user.active &&
    user.deletedAt === null &&
    !user.mustChangePassword &&
    !owesSecondFactor
  );
}

/** Who a live token is, and what of the accounts it sees. */
export function asToken({ token, user }: TokenWithUser): Pick<Context, "actor" | "accounts"> {
  const { id: userId, username, role } = user;
  const scopes = knownScopes(token.scopes);
  return {
    actor: { type: "token", tokenId: token.id, userId, username, role, scopes },
    accounts: user.accountRefs ?? "all",
  };
}

/** A permission that another version knew allows nothing in this one. */
export function knownScopes(scopes: readonly string[]): Permission[] {
  const given = new Set(scopes);
  return permissionNames().filter((permission) => given.has(permission));
}
