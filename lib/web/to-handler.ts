import { connection } from "next/server";
import { getRuntime } from "../runtime";
import { METHODS, type Method, type Route } from "./declare-route";
import { handleRoute } from "./handle-route";
import { refuseAddress } from "./refuse-address";
import { WebError } from "./web-error";

interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export interface Handler {
  (request: Request, context: RouteContext): Promise<Response>;
  /** The declaration behind it; the test of the route tree compares. */
  route?: Route;
}

/** A route handler of Next for one declaration. */
export function toHandler(route: Route): Handler {
  const handler: Handler = async (request, context) => {
    // Never at build time: there is no runtime, and the answer would be kept.
    await connection();
    return handleRoute(getRuntime(), route, { request, params: await context.params });
  };
  handler.route = route;
  return handler;
}

/**
 * All handlers of one path: `export const { GET, POST, PUT, PATCH, DELETE } = toHandlers(list, add)`.
 * A method without a declaration answers 405 with the allowed ones.
 */
export function toHandlers(...routes: readonly Route[]): Record<Method, Handler> {
  const handlerOf = (method: Method): Handler => {
    const route = routes.find((route) => route.method === method);
    return route ? toHandler(route) : (request) => refuseMethod(request, routes);
  };
  return byMethod(handlerOf);
}

/** Safe because every method gets an entry. */
function byMethod(handlerOf: (method: Method) => Handler): Record<Method, Handler> {
  const entries = METHODS.map((method) => [method, handlerOf(method)]);
  return Object.fromEntries(entries) as Record<Method, Handler>;
}

async function refuseMethod(request: Request, routes: readonly Route[]): Promise<Response> {
  await connection();
  const allowed = routes.map(({ method }) => method).join(", ");
  const error = new WebError({
    status: 405,
    code: "method_not_allowed",
    message: `This address knows ${allowed}.`,
    headers: { Allow: allowed },
  });
  return refuseAddress(getRuntime(), { request, route: routes[0]?.path ?? "/api/*", error });
}
