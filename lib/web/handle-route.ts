import { traceAwsRequests } from "../aws/request-trace";
import { requirePermission } from "../auth/require-permission";
import { userIdOf, type Context } from "../context";
import { InternalError, UnauthorizedError } from "../errors";
import { ACCESS_MESSAGE } from "../log-files";
import type { Runtime } from "../runtime";
import { callerStill } from "./caller-still";
import { clientAddress } from "./client-address";
import type { Route, RouteResult } from "./declare-route";
import { refusalOf } from "./error-code";
import { guardStream } from "./guard-stream";
import { withIdempotency } from "./idempotency";
import { requireCsrfToken } from "./csrf";
import { CSRF_HEADER } from "./csrf-names";
import { requireSameOrigin } from "./origin";
import { parseInput, readBody, readText } from "./read-input";
import { identifyCaller, newRequestId, type Caller } from "./request-context";
import { API_HEADERS } from "./security-headers";
import { toProblem } from "./to-problem";

export interface RouteRequest {
  request: Request;
  params: Record<string, unknown>;
}

const BACKGROUND_HEADER = "x-amivault-background";

/** The whole way of a request: who, from where, may they, input, verb, answer, log line. */
export async function handleRoute(
  runtime: Runtime,
  route: Route,
  input: RouteRequest,
): Promise<Response> {
  const startedAt = runtime.clock.now();
  const requestId = newRequestId(runtime);
  const log = runtime.log.child({ requestId });
  let ctx: Context | null = null;
  let code: string | null = null;
  let response: Response;
  try {
    const { headers } = input.request;
    const caller = await identify(runtime, route, { headers, requestId });
    ctx = caller.ctx;
    admit(runtime, route, { caller, headers });
    const admitted = { ...input, ctx };
    response = await traceAwsRequests(() => answer(route, admitted));
    if (input.request.method === "HEAD") response = await withoutBody(response);
  } catch (error) {
    code = refusalOf(error);
    response = toProblem(error, { requestId, log });
  }
  const isUsual = route.permission === "public" && (response.ok || route.signed !== undefined);
  log[isUsual ? "debug" : "info"](
    {
      method: route.method,
      route: route.path,
      status: response.status,
      ...(code === null ? {} : { code }),
      durationMs: runtime.clock.now() - startedAt,
      userId: ctx && userIdOf(ctx.actor),
      address: clientAddress(runtime.config, input.request.headers),
    },
    ACCESS_MESSAGE,
  );
  return response;
}

function identify(
  runtime: Runtime,
  route: Route,
  input: { headers: Headers; requestId: string },
): Promise<Caller> {
  const { headers, requestId } = input;
  return identifyCaller(runtime, {
    headers: route.permission === "public" ? withoutIdentity(headers) : headers,
    requestId,
    counts: !route.background && !headers.has(BACKGROUND_HEADER),
  });
}

function admit(runtime: Runtime, route: Route, input: { caller: Caller; headers: Headers }): void {
  const { caller, headers } = input;
  if (route.permission === "public") return;
  if (caller.via === "none") {
    throw new UnauthorizedError("Sign in first.", {
      suggestion: "POST /api/login gives a token for `Authorization: Bearer <token>`.",
    });
  }
  if (caller.via === "cookie" && route.method !== "GET") {
    requireSameOrigin(runtime.config, headers);
    requireCsrfToken(runtime.config, { subject: caller.csrf, token: headers.get(CSRF_HEADER) });
  }
  if (route.permission !== "signedIn") requirePermission(caller.ctx, route.permission);
}

async function answer(route: Route, input: RouteRequest & { ctx: Context }): Promise<Response> {
  const { request } = input;
  const body = route.body ? await readBody(request) : { text: "", json: {} };
  const text = route.signed ? await readText(request, route.signed.bytesMax) : "";
  const ctx = await stillAdmitted(route, input.ctx);
  const parsed = parseInput(route, { url: request.url, params: input.params, body: body.json });
  const run = async (): Promise<RouteResult> => {
    const result = await route.handle({
      ctx,
      ...parsed,
      text,
      request: { headers: request.headers, signal: request.signal },
    });
    return checkResult(route, result);
  };
  const key = route.idempotent ? request.headers.get("idempotency-key") : null;
  if (key === null) return toResponse(route, ctx, await run());
  const mayRunAgain = route.idempotent === "byVerb";
  const asked = { key, request, bodyText: body.text, mayRunAgain, run };
  const result = await withIdempotency(ctx, asked);
  return toResponse(route, ctx, result);
}

/** A body may take a minute to arrive: whoever lost the session or the right meanwhile does nothing. */
async function stillAdmitted(route: Route, ctx: Context): Promise<Context> {
  if (!route.body || route.permission === "public") return ctx;
  return callerStill(ctx, route.permission);
}

/** Only what the declaration promises leaves: unknown members are dropped, a wrong shape is our fault. */
function checkResult(route: Route, result: RouteResult): RouteResult {
  const spec = route.responses[result.status];
  if (spec === undefined) {
    throw new InternalError(undefined, {
      cause: new Error(`${route.method} ${route.path} answered ${result.status}, not declared`),
    });
  }
  if (spec === null || typeof spec === "string") return result;
  const parsed = spec.safeParse(result.body);
  if (!parsed.success) throw new InternalError(undefined, { cause: parsed.error });
  return { ...result, body: parsed.data };
}

function toResponse(route: Route, ctx: Context, result: RouteResult): Response {
  const spec = route.responses[result.status];
  const headers = new Headers({
    "Cache-Control": "no-store",
    ...API_HEADERS,
    "X-Request-Id": ctx.requestId,
    ...result.headers,
  });
  for (const line of result.cookies ?? []) headers.append("Set-Cookie", line);
  const init = { status: result.status, headers };
  if (spec === null) return new Response(null, init);
  if (typeof spec === "string") {
    const isLiveStream = spec === "text/event-stream";
    headers.set("Content-Type", isLiveStream ? spec : `${spec}; charset=utf-8`);
    const body = toBodyInit(result.body);
    // Live updates look at the session for themselves: see sse.ts.
    if (isLiveStream || !(body instanceof ReadableStream)) return new Response(body, init);
    return new Response(guardStream(ctx, { permission: route.permission, body }), init);
  }
  return Response.json(result.body, init);
}

/** Next answers HEAD with GET's handler: a stream that nobody will read must end. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

/** Safe because the declaration's type asks for a string or a stream where a content type is given. */
function toBodyInit(body: unknown): BodyInit {
  return body as BodyInit;
}

function withoutIdentity(headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.delete("cookie");
  copy.delete("authorization");
  return copy;
}
