import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { systemClock } from "../clock";
import { newId } from "../ids";
import { getRuntime, type Runtime } from "../runtime";
import { PASSWORD_LINK_PATH } from "../users/password-link-path.pure";
import { requireActionBody } from "./action-body";
import { clientAddress } from "./client-address";
import { cookieValue, doorCookieName, hasSessionCookie } from "./cookie-names";
import { refusalOf } from "./error-code";
import { isSecure, requireSameOrigin } from "./origin";
import { PATH_HEADER, REQUEST_ID_HEADER } from "./page-headers";
import { SECURITY_HEADERS, STRICT_TRANSPORT, contentSecurityPolicy } from "./security-headers";
import { SIGN_IN_CODE_PATH, SIGN_IN_PATH } from "./session-paths";
import { toProblem } from "./to-problem";
import { WebError } from "./web-error";

/**
 * What every page request passes first: request id, nonce and headers, and an early way to the
 * sign-in page. It decides nothing: every page and action looks up the session row itself.
 */
export async function guardPage(request: NextRequest): Promise<NextResponse> {
  const refusal = await refuseBadRequest(request);
  if (refusal) return refusal;
  const nonce = randomBytes(16).toString("base64");
  const runtime = findRuntime();
  const requestId = newId("req", (runtime?.clock ?? systemClock).now());
  // Next writes the constant into the build: a built application never allows more.
  const development = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy({ nonce, development });
  const secure = runtime !== null && isSecure(runtime.config, request.headers);
  const door = needsDoor(request, secure) ? randomBytes(16).toString("base64url") : null;
  const headers = pageHeaders(request, { policy, requestId });
  if (door !== null) addCookie(headers, `${doorCookieName(secure)}=${door}`);
  const response = needsSignIn(request)
    ? NextResponse.redirect(signInUrl(request), { headers: { "Cache-Control": "no-store" } })
    : NextResponse.next({ request: { headers } });
  if (door !== null) response.cookies.set(doorCookieName(secure), door, doorOptions(secure));
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Request-Id", requestId);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (secure) response.headers.set("Strict-Transport-Security", STRICT_TRANSPORT);
  return response;
}

/**
 * What Next would answer 500 or a page to: another method, an action called from another site (without
 * a word on it, actions ask), and a body that is no action's.
 */
async function refuseBadRequest(request: NextRequest): Promise<NextResponse | null> {
  const { headers, method } = request;
  const runtime = findRuntime();
  if (method === "GET" || method === "HEAD" || !runtime) return null;
  try {
    if (method !== "POST") throw unknownMethod();
    if (headers.has("origin") || headers.has("sec-fetch-site")) {
      requireSameOrigin(runtime.config, headers);
    }
    await requireActionBody(request);
    return null;
  } catch (error) {
    return toRefusal(runtime, request, error);
  }
}

/** As the requests of the API, it is a line of the log. */
function toRefusal(runtime: Runtime, request: NextRequest, error: unknown): NextResponse {
  const requestId = newId("req", runtime.clock.now());
  const { log, config } = runtime;
  const { status, headers, body } = toProblem(error, { requestId, log });
  const { method, nextUrl } = request;
  const address = clientAddress(config, request.headers);
  const code = refusalOf(error);
  log.info({ requestId, method, path: nextUrl.pathname, status, code, address }, "page refused");
  return new NextResponse(body, { status, headers });
}

function unknownMethod(): WebError {
  return new WebError({
    status: 405,
    code: "method_not_allowed",
    message: "This address knows GET, HEAD and POST.",
    headers: { Allow: "GET, HEAD, POST" },
  });
}

/** Next takes the nonce for its own scripts from the policy in the request. */
function pageHeaders(request: NextRequest, input: { policy: string; requestId: string }): Headers {
  const headers = new Headers(request.headers);
  const host = actionHost(request);
  if (host !== null) headers.set("X-Forwarded-Host", host);
  headers.set("Content-Security-Policy", input.policy);
  headers.set(REQUEST_ID_HEADER, input.requestId);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return headers;
}

/**
 * Next answers an action 500 whose Host is not its page's: a proxy that passes it on without its port,
 * or not at all, would take every action along. The origin has been judged by then (refuseBadRequest).
 */
function actionHost(request: NextRequest): string | null {
  const origin = request.headers.get("origin");
  const isJudged = request.method === "POST" && origin !== null && findRuntime() !== null;
  return isJudged ? new URL(origin).host : null;
}

/** What the forms of a page are bound to before there is a session (csrf.ts). */
function needsDoor(request: NextRequest, secure: boolean): boolean {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || needsSignIn(request)) return false;
  return cookieValue(request.headers, doorCookieName(secure)) === null;
}

function doorOptions(secure: boolean) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
}

function addCookie(headers: Headers, pair: string): void {
  const given = headers.get("cookie");
  headers.set("cookie", given ? `${given}; ${pair}` : pair);
}

const OPEN_PATHS: ReadonlySet<string> = new Set([
  SIGN_IN_PATH,
  SIGN_IN_CODE_PATH,
  PASSWORD_LINK_PATH,
]);

/** A POST is a server action: it answers for itself that the session has ended. */
function needsSignIn(request: NextRequest): boolean {
  const isPage = request.method === "GET" || request.method === "HEAD";
  return isPage && !OPEN_PATHS.has(request.nextUrl.pathname) && !hasSessionCookie(request.headers);
}

function signInUrl(request: NextRequest): URL {
  const url = request.nextUrl.clone();
  const wanted = `${url.pathname}${url.search}`;
  url.pathname = SIGN_IN_PATH;
  url.search = wanted === "/" ? "" : `?next=${encodeURIComponent(wanted)}`;
  return url;
}

/** Null in `next dev` without the launcher. */
function findRuntime(): Runtime | null {
  try {
    return getRuntime();
  } catch {
    return null;
  }
}
