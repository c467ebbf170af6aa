import { connection } from "next/server";
import { getRuntime } from "../runtime";
import { newRequestId } from "./request-context";
import { toProblem } from "./to-problem";
import { WebError } from "./web-error";

/** The answer at every /api path that no other route has, whatever the method. */
export async function refuseUnknownPath(): Promise<Response> {
  await connection();
  const runtime = getRuntime();
  const error = new WebError({
    status: 404,
    code: "not_found",
    message: "There is nothing at this address.",
    suggestion: "GET /api/openapi.json lists every address.",
  });
  return toProblem(error, { requestId: newRequestId(runtime), log: runtime.log });
}
