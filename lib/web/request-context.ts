import { asUser } from "../auth/as-user";
import { readApiToken } from "../auth/api-token";
import { findSession } from "../auth/find-session";
import { asToken, findToken } from "../auth/find-token";
import { PERSONAL_TOKEN_PREFIX } from "../auth/personal-token";
import type { Context } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { clientAddress } from "./client-address";
import { cookieValue, doorCookieName } from "./cookie-names";
import { subjectOfSession, type CsrfSubject } from "./csrf";
import { isSecure } from "./origin";
import { readDevice } from "./device-cookie";
import { REQUEST_ID_HEADER } from "./page-headers";
import { readSessionId } from "./session-cookie";

export interface Caller {
  ctx: Context;
  via: "cookie" | "bearer" | "none";
  /** What this browser's pages hold a token for (csrf.ts); null for scripts and without cookies. */
  csrf: CsrfSubject | null;
}

/** Who asks: whom the Bearer token names, or else the session behind the cookie, or anonymous. */
export async function identifyCaller(
  runtime: Runtime,
  input: { headers: Headers; requestId: string; counts: boolean },
): Promise<Caller> {
  const { headers, counts } = input;
  const anonymous: Context = {
    runtime,
    actor: { type: "anonymous" },
    accounts: [],
    requestId: input.requestId,
    address: clientAddress(runtime.config, headers),
    device: await readDevice(runtime, headers),
  };
  const bearer = bearerToken(headers);
  if (bearer?.startsWith(PERSONAL_TOKEN_PREFIX)) {
    const found = await findToken(runtime, { text: bearer, address: anonymous.address });
    if (!found) return { ctx: anonymous, via: "none", csrf: null };
    return { ctx: { ...anonymous, ...asToken(found) }, via: "bearer", csrf: null };
  }
  const sessionId = bearer
    ? await readApiToken(runtime, bearer)
    : await readSessionId(runtime, headers);
  const nobody: Caller = { ctx: anonymous, via: "none", csrf: doorOf(runtime, headers) };
  if (!sessionId) return nobody;
  const kind = bearer ? "api" : "web";
  const found = await findSession(runtime, { sessionId, kind, counts });
  if (!found) return nobody;
  return {
    ctx: { ...anonymous, ...asUser(found) },
    via: bearer ? "bearer" : "cookie",
    csrf: bearer ? null : subjectOfSession(found.session),
  };
}

export function newRequestId(runtime: Runtime): string {
  return newId("req", runtime.clock.now(), runtime.random);
}

/** For pages and actions, which all pass proxy.ts: it overwrites what a client may have sent. */
export function requestIdOf(runtime: Runtime, headers: Headers): string {
  const given = headers.get(REQUEST_ID_HEADER);
  return given && /^req_[0-9a-z]{26}$/.test(given) ? given : newRequestId(runtime);
}

function doorOf(runtime: Runtime, headers: Headers): CsrfSubject | null {
  const value = cookieValue(headers, doorCookieName(isSecure(runtime.config, headers)));
  return value === null ? null : `door:${value}`;
}

function bearerToken(headers: Headers): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}
