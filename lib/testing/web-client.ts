import { signApiToken } from "../auth/api-token";
import type { SessionRow, SessionWithUser } from "../auth/sessions.repo";
import type { Runtime } from "../runtime";
import type { Route } from "../web/declare-route";
import { makeCsrfToken, subjectOfSession } from "../web/csrf";
import { CSRF_HEADER } from "../web/csrf-names";
import { handleRoute } from "../web/handle-route";
import { encodeSessionToken, sessionCookie } from "../web/session-cookie";

export const TEST_ORIGIN = "http://127.0.0.1:8080";

export interface TestRequest {
  as?: SessionWithUser;
  /** Sends the cookie without the headers a browser's own page would send. */
  headers?: Record<string, string>;
  params?: Record<string, string>;
  query?: string;
  /** Sent as JSON, or as it is when it is a string. */
  body?: unknown;
  /** The address the request comes from. */
  address?: string;
}

/** Calls an endpoint as HTTP would, with a real Request, as this person's script or browser. */
export async function callRoute(
  runtime: Runtime,
  route: Route,
  options: TestRequest = {},
): Promise<Response> {
  const params = options.params ?? {};
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? "missing"),
  );
  const headers = new Headers({
    host: new URL(TEST_ORIGIN).host,
    "x-amivault-peer": options.address ?? "203.0.113.7",
    ...(options.as ? await identity(runtime, options.as) : {}),
    ...(options.body === undefined ? {} : { "content-type": "application/json" }),
  });
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  const body = typeof options.body === "string" ? options.body : JSON.stringify(options.body);
  const request = new Request(`${TEST_ORIGIN}${path}${options.query ?? ""}`, {
    method: route.method,
    headers,
    ...(options.body === undefined ? {} : { body }),
  });
  return handleRoute(runtime, route, { request, params });
}

async function identity(runtime: Runtime, as: SessionWithUser): Promise<Record<string, string>> {
  const { id: sessionId, kind, expiresAt } = as.session;
  if (kind === "api") {
    const token = await signApiToken(runtime, { sessionId, expiresAt });
    return { authorization: `Bearer ${token}` };
  }
  return {
    cookie: await cookieOf(runtime, sessionId),
    origin: TEST_ORIGIN,
    ...pageToken(runtime, as.session),
  };
}

/** What scripts of a page of this sign-in send along. */
export function pageToken(
  runtime: Runtime,
  session: Pick<SessionRow, "id" | "familyId">,
): Record<string, string> {
  return { [CSRF_HEADER]: makeCsrfToken(runtime.config, subjectOfSession(session)) };
}

export async function cookieOf(runtime: Runtime, sessionId: string): Promise<string> {
  const { name } = sessionCookie(runtime, new Headers());
  return `${name}=${await encodeSessionToken(runtime, sessionId)}`;
}
