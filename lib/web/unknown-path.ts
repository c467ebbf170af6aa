import { getRuntime } from "../runtime";
import { METHODS, type Method } from "./declare-route";
import { requestIdOf } from "./request-context";
import { toProblem } from "./to-problem";
import { WebError } from "./web-error";

/** Handlers for every /api path that no other route has. */
export function unknownPathHandlers(): Record<Method, (request: Request) => Promise<Response>> {
  const entries = METHODS.map((method) => [method, refuse] as const);
  return Object.fromEntries(entries) as Record<Method, typeof refuse>;
}

async function refuse(request: Request): Promise<Response> {
  const runtime = getRuntime();
  const error = new WebError({
    status: 404,
    code: "not_found",
    message: "There is nothing at this address.",
    suggestion: "GET /api/openapi.json lists every address.",
  });
  return toProblem(error, { requestId: requestIdOf(runtime, request.headers), log: runtime.log });
}
