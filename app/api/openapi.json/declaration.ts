import { z } from "zod";
import { declareRoute, type Route } from "#lib/web/declare-route";
import { toOpenApi } from "#lib/web/openapi";

/** Takes the list it describes, which names this one too. */
export const describeApi = (routes: () => readonly Route[]): Route =>
  declareRoute({
    method: "GET",
    path: "/api/openapi.json",
    summary: "This description, as OpenAPI 3.1",
    tag: "Operation",
    permission: "public",
    responses: { 200: z.record(z.string(), z.unknown()) },
    handle: async () => ({ status: 200, body: toOpenApi(routes()) }),
  });
