import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import { problemResponse } from "./problem";

const ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE";

/**
 * Next answers 500 to TRACE before anything of ours is asked, because no Request can have that
 * method. Nothing here knows it, so it is said before Next.
 */
export function refuseTrace(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.method !== "TRACE") return listener(request, response);
    const problem = problemResponse({
      status: 405,
      code: "method_not_allowed",
      detail: "No address knows TRACE.",
      requestId: `req_${randomUUID()}`,
      headers: { Allow: ALLOWED },
    });
    response.writeHead(problem.status, Object.fromEntries(problem.headers));
    void problem.text().then((body) => response.end(body));
  };
}
