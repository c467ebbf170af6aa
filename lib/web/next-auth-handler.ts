import * as nextAuthModule from "next-auth/next";
import type { NextApiRequest, NextApiResponse } from "next";
import { findLiveSession } from "../auth/find-session";
import { userIdOf, type Context } from "../context";
import { ACCESS_MESSAGE } from "../log-files";
import { getRuntime, type Runtime } from "../runtime";
import { clientAddress } from "./client-address";
import { cookieLine } from "./cookie-line";
import { makeDeviceCookie } from "./device-cookie";
import { importedDefault } from "./imported-default";
import { safeLocalPath } from "./local-path";
import { authOptions } from "./next-auth";
import { requireSameOrigin } from "./origin";
import { readText } from "./read-input";
import { identifyCaller, newRequestId } from "./request-context";
import { SIGN_IN_PATH } from "./session-paths";
import { toProblem } from "./to-problem";
import { WebError } from "./web-error";

const nextAuth = importedDefault(nextAuthModule.default);

/** What of next-auth's own interface exists; its pages, `_log` and session updates do not. */
const ALLOWED = new Set([
  "GET csrf",
  "GET providers",
  "GET session",
  "GET signin",
  "GET error",
  "POST callback/credentials",
  "POST signout",
]);

interface Answer {
  status: number;
  headers: Headers;
  body: string | null;
}

export async function nextAuthHandler(
  request: Request,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return handleNextAuth(getRuntime(), { request, path: (await context.params).nextauth });
}

/**
 * Drives next-auth through its request/response form: that one takes cookies and headers from
 * us, so that neither NEXTAUTH_URL nor a forwarded host decides anything. Redirects stay paths.
 */
export async function handleNextAuth(
  runtime: Runtime,
  input: { request: Request; path: string[] },
): Promise<Response> {
  const requestId = newRequestId(runtime);
  const startedAt = runtime.clock.now();
  let ctx: Context | null = null;
  let response: Response;
  try {
    const { request, path } = input;
    if (!isAllowed(request.method, path)) throw unknownPath();
    if (request.method === "POST") refuseForeignPage(runtime, request.headers);
    const body = request.method === "POST" ? await readForm(request) : {};
    const headers = new Headers(request.headers);
    headers.delete("authorization");
    ({ ctx } = await identifyCaller(runtime, { headers, requestId, counts: false }));
    response = await answerByNextAuth(ctx, { request, path, body });
  } catch (error) {
    response = toProblem(error, { requestId, log: runtime.log });
  }
  logLine(runtime, { ...input, response, ctx, requestId, startedAt });
  return response;
}

function isAllowed(method: string, path: readonly string[]): boolean {
  return ALLOWED.has(`${method} ${path.join("/")}`);
}

async function answerByNextAuth(
  ctx: Context,
  input: { request: Request; path: string[]; body: Record<string, unknown> },
): Promise<Response> {
  const { runtime, requestId } = ctx;
  const { headers } = input.request;
  let device: string | null = null;
  const answer: Answer = { status: 200, headers: new Headers(), body: null };
  await nextAuth(
    asApiRequest(input),
    asApiResponse(answer),
    authOptions(ctx, headers, async (sessionId) => {
      device = await deviceCookieLine(runtime, { sessionId, headers });
    }),
  );
  if (device !== null) answer.headers.append("Set-Cookie", device);
  answer.headers.set("Cache-Control", "no-store");
  answer.headers.set("X-Request-Id", requestId);
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}

/** As every request of the API has one; what signs nobody in leads to a page that says why, and so does the line. */
function logLine(
  runtime: Runtime,
  of: {
    request: Request;
    path: readonly string[];
    response: Response;
    ctx: Context | null;
    requestId: string;
    startedAt: number;
  },
): void {
  const { request, path, response, ctx, requestId, startedAt } = of;
  const { method, headers } = request;
  const { status } = response;
  const code = /[?&]error=(\w+)/.exec(response.headers.get("location") ?? "")?.[1];
  const isUsual = method === "GET" && status < 400;
  runtime.log[isUsual ? "debug" : "info"](
    {
      requestId,
      method,
      route: `/api/auth/${isAllowed(method, path) ? path.join("/") : "*"}`,
      status,
      ...(code === undefined ? {} : { code }),
      durationMs: runtime.clock.now() - startedAt,
      userId: ctx && userIdOf(ctx.actor),
      address: clientAddress(runtime.config, headers),
    },
    ACCESS_MESSAGE,
  );
}

async function deviceCookieLine(
  runtime: Runtime,
  input: { sessionId: string; headers: Headers },
): Promise<string | null> {
  const found = await findLiveSession(runtime, input.sessionId);
  if (!found) return null;
  const { headers } = input;
  return cookieLine(await makeDeviceCookie(runtime, { userId: found.user.id, headers }));
}

function unknownPath(): WebError {
  return new WebError({
    status: 404,
    code: "not_found",
    message: "There is nothing at this address.",
  });
}

/** A browser says where it comes from; for a script next-auth's own token is the proof. */
function refuseForeignPage(runtime: Runtime, headers: Headers): void {
  if (headers.has("origin") || headers.has("sec-fetch-site")) {
    requireSameOrigin(runtime.config, headers);
  }
}

async function readForm(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (!(request.headers.get("content-type") ?? "").includes("json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { ...json } : {};
  } catch {
    throw new WebError({
      status: 400,
      code: "malformed_json",
      message: "The body is not well-formed JSON.",
    });
  }
}

/** Safe because next-auth reads these members of a request and no other. */
function asApiRequest(input: {
  request: Request;
  path: string[];
  body: Record<string, unknown>;
}): NextApiRequest {
  const { request, path, body } = input;
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return {
    method: request.method,
    headers: { host: request.headers.get("host") ?? "localhost" },
    cookies: withoutBadTargets(parseCookies(request.headers.get("cookie") ?? "")),
    query: { ...withoutBadTargets(query), nextauth: path },
    body: withoutBadTargets(body),
  } as unknown as NextApiRequest;
}

/** next-auth answers 500 where it is to lead to what is no address: then it leads to the first page. */
function withoutBadTargets<Value>(named: Record<string, Value>): Record<string, Value> {
  const entries = Object.entries(named);
  return Object.fromEntries(
    entries.filter(([name, value]) => !/callback-?url$/i.test(name) || isTarget(value)),
  );
}

function isTarget(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const base = value.startsWith("/") ? "http://local.invalid" : undefined;
  return URL.canParse(value, base) && /^https?:$/.test(new URL(value, base).protocol);
}

/** Safe because next-auth calls these members of a response and no other. */
function asApiResponse(answer: Answer): NextApiResponse {
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) =>
      name === "Set-Cookie" ? answer.headers.getSetCookie() : answer.headers.get(name),
    setHeader(name: string, value: string | string[]) {
      answer.headers.delete(name);
      const location = name.toLowerCase() === "location";
      for (const part of [value].flat()) {
        answer.headers.append(name, location ? toPath(part) : part);
      }
      return response;
    },
    send(body: unknown) {
      answer.body = typeof body === "string" ? body : JSON.stringify(body ?? null);
    },
    json(body: { url?: string }) {
      answer.headers.set("Content-Type", "application/json");
      answer.body = JSON.stringify(body.url === undefined ? body : { url: toPath(body.url) });
    },
    end: () => undefined,
  };
  return response as unknown as NextApiResponse;
}

/** next-auth thinks in absolute addresses of a host it guessed; ours are paths of this host. */
function toPath(location: string): string {
  const url = new URL(location, "http://local.invalid");
  const isFailure = url.pathname === SIGN_IN_PATH || url.pathname.startsWith("/api/auth/");
  if (!isFailure) return safeLocalPath(`${url.pathname}${url.search}`);
  // next-auth writes that there is no error as text.
  const told = url.searchParams.get("error");
  if (told === "undefined") return SIGN_IN_PATH;
  const error = told ?? (url.searchParams.has("csrf") ? "csrf" : null);
  return error === null ? SIGN_IN_PATH : `${SIGN_IN_PATH}?error=${encodeURIComponent(error)}`;
}

function parseCookies(header: string): Record<string, string> {
  const pairs = header.split(";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at).trim(), decodeCookie(pair.slice(at + 1).trim())] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ""));
}

function decodeCookie(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
