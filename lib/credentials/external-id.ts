import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { requirePermission } from "#lib/auth/require-permission";
import { userIdOf, type Context } from "#lib/context";
import { ValidationError } from "#lib/errors";
import { newToken } from "#lib/ids";
import { hasCredentialWithExternalId, listExternalIds } from "./credential.repo";
import type { CredentialKeys } from "./schemas";

const PREFIX = "amivault-";
const RANDOM_LENGTH = 24;
const MAC_LENGTH = 32;

/**
 * An external id for the trust policy of a role that is yet to be added: of use to whoever asked for it
 * alone. Nobody has AMIVault assume a role by an id that they read in another's policy. It stays the same
 * for them until a credential has it: they make the role in AWS in between, and come back.
 */
export async function suggestExternalId(ctx: Context): Promise<string> {
  requirePermission(ctx, "credentials.check");
  const used = await listExternalIds(ctx.runtime.db.read);
  for (let n = 0; ; n++) {
    const next = toExternalId(ctx, digest(ctx, ["suggested", userIdOf(ctx.actor), n], "base64url"));
    if (!used.has(next)) return next;
  }
}

/**
 * The keys with the external id to be used: one that was issued to this person, the credential's own, or,
 * for who acts in all accounts, one that a saved credential already has: a StackSet has one for all its
 * roles, and outlives who it was issued to. Where none is given its own, or a new one, which a role that
 * asks for none does not mind.
 */
export async function withExternalId<Keys extends CredentialKeys>(
  ctx: Context,
  keys: Keys,
  of: { own: string | null; field: string },
): Promise<Keys> {
  if (keys.kind !== "assume_role") return keys;
  const { externalId } = keys;
  if (externalId === undefined) return { ...keys, externalId: of.own ?? issue(ctx) };
  if (externalId === of.own) return keys;
  if (ctx.accounts === "all") await requireKnownExternalId(ctx, { externalId, field: of.field });
  else if (!isIssued(ctx, externalId)) throw notIssued(ctx, of.field);
  return keys;
}

/** One that was issued to this person, or that a credential has which this person sees. */
export async function requireKnownExternalId(
  ctx: Context,
  { externalId, field }: { externalId: string; field: string },
): Promise<void> {
  if (isIssued(ctx, externalId)) return;
  const { accounts, runtime } = ctx;
  if (await hasCredentialWithExternalId(runtime.db.read, { externalId, accounts })) return;
  throw notIssued(ctx, field);
}

function notIssued({ accounts }: Context, field: string): ValidationError {
  const alsoSaved = accounts === "all" ? ", and no saved credential has it" : "";
  const message = `This external id was not issued to you here${alsoSaved}.`;
  return new ValidationError(message, {
    fields: { [field]: [`${message} Put one that was into the role’s trust policy.`] },
    suggestion:
      "The page on which a credential is added shows one, and /api/aws-credentials/template has one in it.",
  });
}

/** One that nothing has: neither a credential, nor a template that somebody has made. */
function issue(ctx: Context): string {
  return toExternalId(ctx, newToken(ctx.runtime.random));
}

/** Of 256 bits that nobody can guess, in base64url. */
function toExternalId(ctx: Context, token: string): string {
  const random = token.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, RANDOM_LENGTH);
  return `${PREFIX}${random}${macOf(ctx, random)}`;
}

function isIssued(ctx: Context, externalId: string): boolean {
  if (!externalId.startsWith(PREFIX)) return false;
  const random = externalId.slice(PREFIX.length, -MAC_LENGTH);
  const given = Buffer.from(externalId.slice(-MAC_LENGTH));
  const right = Buffer.from(macOf(ctx, random));
  return given.byteLength === right.byteLength && timingSafeEqual(given, right);
}

/** Over whose it is. */
function macOf(ctx: Context, random: string): string {
  return digest(ctx, [userIdOf(ctx.actor), random], "hex").slice(0, MAC_LENGTH);
}

/** Under a key that is used for nothing else; a list of three never reads as one of two. */
function digest({ runtime }: Context, of: readonly unknown[], as: "hex" | "base64url"): string {
  const secret = runtime.config.sessionSecret;
  const key = hkdfSync("sha256", secret, "", "amivault external id v1", 32);
  return createHmac("sha256", new Uint8Array(key)).update(JSON.stringify(of)).digest(as);
}
