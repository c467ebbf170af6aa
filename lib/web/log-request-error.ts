import { getRuntime } from "../runtime";
import { REQUEST_ID_HEADER } from "./page-headers";

/** Next's hook for what a page or action threw: the browser gets a digest, the log the rest. */
export function logRequestError(
  err: unknown,
  request: { path: string; method: string; headers: NodeJS.Dict<string | string[]> },
  context: { routePath: string; routeType: string },
): void {
  const path = request.path.split("?")[0];
  const requestId = request.headers[REQUEST_ID_HEADER];
  const { routePath, routeType } = context;
  getRuntime().log.error(
    { err, requestId, method: request.method, path, routePath, routeType },
    "rendering failed",
  );
}
