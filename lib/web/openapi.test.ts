import { expect, test } from "vitest";
import { z } from "zod";
import { declareRoute } from "./declare-route";
import { toOpenApi } from "./openapi";

const makeThing = declareRoute({
  method: "POST",
  path: "/api/things/{id}",
  summary: "Make a thing",
  tag: "Things",
  permission: "backups.create",
  idempotent: true,
  params: z.object({ id: z.string() }),
  query: z.object({ size: z.coerce.number().int().max(5).default(1) }),
  body: z.object({ name: z.string() }),
  responses: { 201: z.object({ id: z.string() }), 204: null },
  handle: async () => ({ status: 204 }),
});

test("describes paths, parameters, bodies and answers as OpenAPI 3.1", () => {
  expect(JSON.parse(JSON.stringify(toOpenApi([makeThing])))).toMatchObject({
    openapi: "3.1.0",
    paths: {
      "/api/things/{id}": {
        post: {
          summary: "Make a thing",
          "x-permission": "backups.create",
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: "size", in: "query", required: false, schema: { maximum: 5, default: 1 } },
            { name: "Idempotency-Key", in: "header" },
          ],
          requestBody: {
            content: {
              "application/json": {
                schema: { type: "object", properties: { name: { type: "string" } } },
              },
            },
          },
          responses: {
            201: { content: { "application/json": { schema: { required: ["id"] } } } },
            204: { description: "No content" },
            default: { $ref: "#/components/responses/Problem" },
          },
        },
      },
    },
  });
});
