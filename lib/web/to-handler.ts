import { getRuntime } from "../runtime";
import { METHODS, type Method, type Route } from "./declare-route";
import { handleRoute } from "./handle-route";
import { requestIdOf } from "./request-context";
import { toProblem } from "./to-problem";
import { WebError } from "./web-error";

interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export type Handler = (request: Request, context: RouteContext) => Promise<Response>;

/** A route handler of Next for one declaration. */
export function toHandler(route: Route): Handler {
  return async (request, context) =>
    handleRoute(getRuntime(), route, { request, params: await context.params });
}

/**
 * All handlers of one path: `export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(list, add)`.
 * A method without a declaration answers 405 with the allowed ones.
 */
export function toHandlers(...routes: readonly Route[]): Record<Method, Handler> {
  const allowed = routes.map((route) => route.method);
  const handlerOf = (method: Method): Handler => {
    const route = routes.find((route) => route.method === method);
    return route ? toHandler(route) : (request) => refuseMethod(request, allowed);
  };
  const entries = METHODS.map((method) => [method, handlerOf(method)] as const);
  return Object.fromEntries(entries) as Record<Method, Handler>;
}

async function refuseMethod(request: Request, allowed: readonly Method[]): Promise<Response> {
  const runtime = getRuntime();
  const error = new WebError({
    status: 405,
    code: "method_not_allowed",
    message: `This address knows ${allowed.join(", ")}.`,
    headers: { Allow: allowed.join(", ") },
  });
  return toProblem(error, { requestId: requestIdOf(runtime, request.headers), log: runtime.log });
}
