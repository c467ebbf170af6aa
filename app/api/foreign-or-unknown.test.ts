import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { createTwoAccountWorld } from "#lib/testing/two-account-world";
import { callRoute } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import { declarations } from "./declarations";
import { ACTS, BODIES, OWNED, QUERIES } from "./foreign-resources.inputs";

/** Another account's thing, and one that is nowhere, get one answer, whatever of it is asked for. */
let world: Awaited<ReturnType<typeof createTwoAccountWorld>>;
let limited: SessionWithUser;
beforeAll(async () => {
  world = await createTwoAccountWorld();
  const { runtime, own } = world;
  const user = await createTestUser(runtime, { accountRefs: [own.accountRef] });
  limited = await createTestSession(runtime, { user, kind: "api" });
});
afterAll(() => world.close());

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const prefixOf = (route: Route) => route.path.split("/{id}")[0] ?? "";
const named = (routes: readonly Route[]) => routes.map((route) => [nameOf(route), route] as const);
const withId = named(
  declarations.filter((route) => prefixOf(route) in OWNED && /{id}/.test(route.path)),
);
const acts = named(declarations.filter((route) => nameOf(route) in ACTS));
const lists = named(
  declarations.filter(
    ({ method, path, permission, query, responses }) =>
      method === "GET" &&
      !path.includes("{id}") &&
      permission !== "public" &&
      query !== undefined &&
      responses[200] !== "text/event-stream",
  ),
);

const nowhere = (text: string) =>
  text.replaceAll("foreign", "nowhere").replaceAll(/9{12}/g, "8".repeat(12));

/** Without what was asked for, and what is another for each request. */
async function answerOf(request: Promise<Response>): Promise<string> {
  const response = await request;
  const text = nowhere(await response.text());
  return `${response.status} ${text.replaceAll(/req_\w+/g, "req").replaceAll(/"(exportedAt|checkedAt)":"[^"]*"/g, "")}`;
}

function call(
  route: Route,
  of: { id?: string; body?: unknown; query?: string },
): Promise<Response> {
  const { id, body, query = QUERIES[nameOf(route)] ?? "" } = of;
  return callRoute(world.runtime, route, {
    as: limited,
    query,
    ...(id === undefined ? {} : { params: { id } }),
    ...(route.body === undefined ? {} : { body: body ?? BODIES[nameOf(route)] ?? {} }),
  });
}

describe("whoever is limited to another account cannot tell what is there from what is nowhere", () => {
  test.each(withId)("by %s", async (_name, route) => {
    const id = world.foreign[OWNED[prefixOf(route)] ?? "instance"];
    const answer = await answerOf(call(route, { id }));
    expect(answer).toBe(await answerOf(call(route, { id: nowhere(id) })));
  });

  test.each(acts)("by what %s names", async (name, route) => {
    const body = ACTS[name];
    const other: unknown = JSON.parse(nowhere(JSON.stringify(body)));
    expect(await answerOf(call(route, { body }))).toBe(
      await answerOf(call(route, { body: other })),
    );
  });

  test.each(lists)("by a filter of %s", async (name, route) => {
    const { foreign } = world;
    const things = Object.values(foreign);
    const texts = [
      `i-${foreign.accountId}`,
      "foreign thing",
      "team=foreign",
      "ami-foreign",
      "snap-foreign",
    ];
    for (const filter of filtersOf(route)) {
      for (const value of [...things, ...texts]) {
        const of = (text: string) => {
          const query = new URLSearchParams(QUERIES[name] ?? "");
          query.set(filter, text);
          return answerOf(call(route, { query: `?${query.toString()}` }));
        };
        const [there, none] = [await of(value), await of(nowhere(value))];
        expect(there, `${filter}=${value}`).toBe(none);
      }
    }
  });
});

/** Those that a word may be given to; a kind named as the world's mark is one of a few. */
function filtersOf({ query }: Route): string[] {
  const shape: unknown = Reflect.get(Object(query), "shape");
  return Object.keys(Object(shape)).filter((filter) => filter !== "kind");
}
