import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { roleMay } from "#lib/auth/permissions";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { ROLES, type Role } from "#lib/db/schema/constants";
import { encodeCursor, LISTS } from "#lib/paging";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { callRoute } from "#lib/testing/web-client";
import { METHODS, type Route } from "#lib/web/declare-route";
import { Problem } from "#lib/web/problem";
import { declarations, getOpenApi } from "./declarations";

const HERE = import.meta.dirname;
/** Answered by next-auth and by the 404 of unknown paths. */
const UNDECLARED = ["auth/[...nextauth]/route.ts", "[[...rest]]/route.ts"];

const files = readdirSync(HERE, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .filter((file) => !UNDECLARED.includes(file));
const nameOf = (route: Route) => `${route.method} ${route.path}`;
const named = declarations.map((route) => [nameOf(route), route] as const);

let runtime: TestRuntime;
const people = new Map<string, SessionWithUser>();

beforeAll(async () => {
  runtime = await createTestRuntime();
  for (const role of ROLES) await addPerson(role, { role });
  await addPerson("newcomer", { role: "admin", mustChangePassword: true });
});
afterAll(() => runtime.close());

async function addPerson(name: string, overrides: Parameters<typeof createTestUser>[1]) {
  const user = await createTestUser(runtime, overrides);
  people.set(name, await createTestSession(runtime, { user, kind: "api" }));
}

const paramsOf = (route: Route) =>
  Object.fromEntries(
    Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => [name, "unknown"]),
  );
const call = (route: Route, who: string | null, body?: unknown, query = "") =>
  callRoute(runtime, route, {
    query,
    ...(who === null ? {} : { as: personOf(who) }),
    params: paramsOf(route),
    ...(route.method === "GET" || body === undefined ? {} : { body }),
  });

function personOf(name: string): SessionWithUser {
  const person = people.get(name);
  if (!person) throw new Error(`There is no test person ${name}.`);
  return person;
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return Problem.parse(await response.json());
}

describe("the tree of routes", () => {
  test("exports what the declarations promise, at the path they name", async () => {
    const served: string[] = [];
    for (const file of files) {
      const module: Record<string, unknown> = await import(path.join(HERE, file));
      const folder = path.dirname(file).replace(/\[(\w+)\]/g, "{$1}");
      for (const method of METHODS) {
        const route: unknown = Reflect.get(Object(module[method]), "route");
        if (route === undefined) continue;
        expect(declarations, `${method} ${folder} is not in declarations.ts`).toContain(route);
        expect(Reflect.get(Object(route), "path")).toBe(`/api/${folder}`);
        expect(Reflect.get(Object(route), "method")).toBe(method);
        served.push(`${method} /api/${folder}`);
      }
    }
    expect(served.toSorted()).toEqual(declarations.map(nameOf).toSorted());
  });

  test("answers every method of every path", async () => {
    for (const file of files) {
      const module: Record<string, unknown> = await import(path.join(HERE, file));
      const missing = METHODS.filter((method) => typeof module[method] !== "function");
      expect(missing, `${file} should export all of toHandlers(…)`).toEqual([]);
    }
  });
});

const guarded = named.filter(([, route]) => route.permission !== "public");

describe("nobody in particular", () => {
  test.each(guarded)("gets 401 from %s", async (_name, route) => {
    const response = await call(route, null, {});
    expect(response.status).toBe(401);
    expect(await problemOf(response)).toMatchObject({ status: 401, code: "unauthorized" });
  });
});

const forbidden = guarded.flatMap(([name, route]) =>
  ROLES.filter((role) => !mayCall(role, route)).map((role) => [role, name, route] as const),
);

function mayCall(role: Role, route: Route): boolean {
  const { permission } = route;
  return permission === "public" || permission === "signedIn" || roleMay(role, permission);
}

describe.skipIf(forbidden.length === 0)("a role without the permission", () => {
  test.each(forbidden)("%s gets 403 from %s", async (role, _name, route) => {
    const response = await call(route, role, {});
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ status: 403, code: "forbidden" });
  });
});

const beyondSelf = guarded.filter(
  ([, { permission }]) => !permission.startsWith("account.") && permission !== "signedIn",
);

describe("whoever must first change the password", () => {
  test.each(beyondSelf)("gets 403 from %s", async (_name, route) => {
    const problem = await problemOf(await call(route, "newcomer", {}));
    expect(problem).toMatchObject({ status: 403, code: "password_change_required" });
  });
});

const withBody = named.filter(([, route]) => route.body !== undefined);

describe("a body of the wrong form", () => {
  test.each(withBody)("gets 422 from %s", async (_name, route) => {
    const response = await call(route, "admin", ["not", "an", "object"]);
    expect(response.status).toBe(422);
    expect(await problemOf(response)).toMatchObject({ status: 422, code: "validation" });
  });
});

const paged = named.filter(
  ([, { query }]) => query instanceof z.ZodObject && "cursor" in query.shape,
);
/** Of each list in the order that it has where nothing is said. */
const cursors = LISTS.flatMap((list) =>
  ["", "name", "name asc"].map((of) => [list, encodeCursor({ list, of }, [1, "x"])] as const),
);
const listsOf = ({ query }: Route) =>
  new Set(
    cursors.filter(([, cursor]) => query?.safeParse({ cursor }).success).map(([list]) => list),
  );

describe("a cursor", () => {
  test.each(paged)("of another list gets 422 from %s, beside its field", async (_name, route) => {
    const foreign = cursors.filter(([list]) => !listsOf(route).has(list)).map(([, text]) => text);
    expect(foreign.length).toBeGreaterThan(0);
    const response = await call(route, "admin", undefined, `?cursor=${foreign[0]}`);
    expect(response.status).toBe(422);
    const { errors } = await problemOf(response);
    expect(errors?.["cursor"]).toEqual([expect.stringContaining("another list")]);
  });

  test("is taken by one list alone", () => {
    const takers = paged.flatMap(([name, route]) =>
      [...listsOf(route)].map((list) => [list, name]),
    );
    expect(takers).toHaveLength(paged.length);
    expect(new Set(takers.map(([list]) => list)).size).toBe(paged.length);
  });
});

describe("the description of the API", () => {
  test("names every endpoint with what it takes and gives", async () => {
    const response = await call(getOpenApi, null);
    expect(response.status).toBe(200);
    const { paths } = await response.json();
    for (const { path: at, method, body, signed } of declarations) {
      const operation = paths[at]?.[method.toLowerCase()];
      expect(operation?.responses, `${method} ${at}`).toBeDefined();
      expect(operation.requestBody === undefined).toBe((signed ?? body) === undefined);
    }
  });
});

describe("declarations", () => {
  test.each(named)("%s describes itself whole", (_name, route) => {
    const placeholders = Object.keys(paramsOf(route));
    expect(route.summary).not.toBe("");
    expect(route.params === undefined).toBe(placeholders.length === 0);
    expect(route.method === "GET" && route.body !== undefined).toBe(false);
    expect(route.idempotent !== undefined && route.method !== "POST").toBe(false);
    expect(Object.keys(route.responses).length).toBeGreaterThan(0);
  });
});
