import { z } from "zod";
import { isDelegable } from "../auth/permissions";
import type { Route, RoutePermission } from "./declare-route";
import { Problem } from "./problem";

type Json = Record<string, unknown>;

const DRAFT = { target: "draft-2020-12", unrepresentable: "any" } as const;

/** OpenAPI 3.1 from the declarations: what is described is what is checked. */
export function toOpenApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = toOperation(route);
  }
  return {
    openapi: "3.1.0",
    info: { title: "AMIVault", version: "1" },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }, { token: [] }, { cookie: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "Of /api/login: good for an hour, and as long as its session",
        },
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "amivault_pat_…",
          description: "A personal token of /api/tokens: what its scopes and its user's role allow",
        },
        cookie: { type: "apiKey", in: "cookie", name: "amivault-session" },
      },
      schemas: { Problem: bare(z.toJSONSchema(Problem, { ...DRAFT, io: "output" })) },
      responses: {
        Problem: {
          description: "What went wrong and what to do",
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      },
    },
  };
}

function toOperation(route: Route): Json {
  const body = route.signed?.schema ?? route.body;
  const parameters = [
    ...toParameters("path", route.params),
    ...toParameters("query", route.query),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    summary: route.summary,
    tags: [route.tag],
    ...securityOf(route.permission),
    "x-permission": route.permission,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { content: jsonOf(body, "input") } } : {}),
    responses: { ...toResponses(route), default: { $ref: "#/components/responses/Problem" } },
  };
}

/** What differs from the whole document's: nobody in particular, or nobody with a personal token. */
function securityOf(permission: RoutePermission): Json {
  if (permission === "public") return { security: [] };
  if (permission === "signedIn" || isDelegable(permission)) return {};
  return { security: [{ bearer: [] }, { cookie: [] }] };
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description: "The same key with the same request within a day gives the first answer again",
  schema: { type: "string", maxLength: 200 },
};

function toParameters(place: "path" | "query", schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const object = z.toJSONSchema(schema, { ...DRAFT, io: "input" });
  const required = new Set(object.required ?? []);
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.has(name),
    schema: property,
  }));
}

function toResponses(route: Route): Record<string, Json> {
  const entries = Object.entries(route.responses).map(([status, spec]) => {
    if (spec === null) return [status, { description: "No content" }] as const;
    const content =
      typeof spec === "string"
        ? { [spec]: { schema: { type: "string" } } }
        : jsonOf(spec, "output");
    return [
      status,
      { description: status.startsWith("2") ? "Success" : "Refusal", content },
    ] as const;
  });
  return Object.fromEntries(entries);
}

function jsonOf(schema: z.ZodType, io: "input" | "output"): Json {
  return { "application/json": { schema: bare(z.toJSONSchema(schema, { ...DRAFT, io })) } };
}

/** OpenAPI 3.1 names the dialect once for the whole document. */
function bare({ $schema: _dialect, ...schema }: Json): Json {
  return schema;
}
