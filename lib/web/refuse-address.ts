import { ACCESS_MESSAGE } from "../log-files";
import type { Runtime } from "../runtime";
import { clientAddress } from "./client-address";
import { newRequestId } from "./request-context";
import { toProblem } from "./to-problem";
import type { WebError } from "./web-error";

/** Before there is a declaration to answer: a line, as every request of the API has one. */
export function refuseAddress(
  runtime: Runtime,
  of: {
    request: Pick<Request, "method" | "headers">;
    /** As it is declared, or for what nobody declared `/api/*`: what was asked for may hold anything. */
    route: string;
    error: WebError;
  },
): Response {
  const { request, route, error } = of;
  const { log, config } = runtime;
  const requestId = newRequestId(runtime);
  const { status, code } = error;
  const { method, headers } = request;
  const address = clientAddress(config, headers);
  log.info({ requestId, method, route, status, code, address }, ACCESS_MESSAGE);
  return toProblem(error, { requestId, log });
}
