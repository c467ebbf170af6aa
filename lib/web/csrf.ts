import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { SessionRow } from "../auth/sessions.repo";
import type { Config } from "../config";
import { STALE_PAGE } from "./csrf-names";
import { WebError } from "./web-error";

const SALT_BYTES = 12;
const TOKEN_LENGTH_MAX = 100;

/** Whose pages a token is good for: those of one sign-in, or of a browser before it signs in. */
export type CsrfSubject = `session:${string}` | `door:${string}`;

/** The same from sign-in on, while the session's id changes with every rise of privilege. */
export function subjectOfSession(session: Pick<SessionRow, "id" | "familyId">): CsrfSubject {
  return `session:${session.familyId || session.id}`;
}

/** Salted, so that no two pages hold the same text: a compressed answer tells nothing of it. */
export function makeCsrfToken(config: KeyConfig, subject: CsrfSubject): string {
  const salt = randomBytes(SALT_BYTES).toString("base64url");
  return `${salt}.${sign(config, { salt, subject }).toString("base64url")}`;
}

/** Throws 403 `stale_page` for no token, a forged one, or one of another sign-in. */
export function requireCsrfToken(
  config: KeyConfig,
  given: { subject: CsrfSubject | null; token: string | null },
): void {
  if (given.subject !== null && isTokenOf(config, given.subject, given.token ?? "")) return;
  throw new WebError({
    status: 403,
    code: STALE_PAGE,
    message: "Reload this page first: it does not belong to your present sign-in.",
    suggestion: "Nothing was changed, and what you typed is still here: copy it before you reload.",
  });
}

type KeyConfig = Pick<Config, "sessionSecret">;

function isTokenOf(config: KeyConfig, subject: CsrfSubject, token: string): boolean {
  const [salt = "", mac = "", ...rest] = token.slice(0, TOKEN_LENGTH_MAX).split(".");
  if (rest.length > 0) return false;
  const given = Buffer.from(mac, "base64url");
  const right = sign(config, { salt, subject });
  return given.byteLength === right.byteLength && timingSafeEqual(given, right);
}

function sign(config: KeyConfig, of: { salt: string; subject: CsrfSubject }): Buffer {
  const key = hkdfSync("sha256", config.sessionSecret, "", "amivault csrf v1", 32);
  return createHmac("sha256", new Uint8Array(key)).update(`${of.salt}.${of.subject}`).digest();
}
