import { connection } from "next/server";
import { getRuntime } from "../runtime";
import { refuseAddress } from "./refuse-address";
import { WebError } from "./web-error";

/** The answer at every /api path that no other route has, whatever the method. */
export async function refuseUnknownPath(request: Request): Promise<Response> {
  await connection();
  const error = new WebError({
    status: 404,
    code: "not_found",
    message: "There is nothing at this address.",
    suggestion: "GET /api/openapi.json lists every address.",
  });
  return refuseAddress(getRuntime(), { request, route: "/api/*", error });
}
