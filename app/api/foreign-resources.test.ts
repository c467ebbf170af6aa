import { is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { createChannel } from "#lib/channels/create-channel";
import * as schema from "#lib/db/schema/index";
import { getDefaultPolicy } from "#lib/retention/get-policy";
import { createExclusionWindow } from "#lib/schedules/create-exclusion-window";
import { userContext } from "#lib/testing/contexts";
import { createTestSession, createTestUser, signedIn } from "#lib/testing/people";
import { createTwoAccountWorld, OF_FOREIGN } from "#lib/testing/two-account-world";
import { callRoute } from "#lib/testing/web-client";
import type { Route } from "#lib/web/declare-route";
import { declarations } from "./declarations";
import {
  ACTS,
  BODIES,
  NAMES_NOTHING,
  OF_AN_ACCOUNT,
  OWNED,
  QUERIES,
} from "./foreign-resources.inputs";

type World = Awaited<ReturnType<typeof createTwoAccountWorld>>;
let world: World;
/** Administrators, so that nothing but the accounts stands in their way. */
let limited: SessionWithUser;
let everywhere: SessionWithUser;
/** What is of no account, by the path in front of `{id}`. */
const shared = new Map<string, string>();

beforeAll(async () => {
  world = await createTwoAccountWorld();
  const { runtime, own } = world;
  const session = async (of: Parameters<typeof createTestUser>[1]) =>
    createTestSession(runtime, { user: await createTestUser(runtime, of), kind: "api" });
  limited = await session({ username: "limited", accountRefs: [own.accountRef] });
  everywhere = await session({ username: "everywhere" });
  const admin = await signedIn(userContext(runtime, "admin"));
  const [schedule] = await runtime.db.read.select().from(schema.schedules);
  const policy = await getDefaultPolicy(admin);
  const window = await createExclusionWindow(admin, {
    name: "Freeze",
    zone: "UTC",
    schedule: "0 1 * * *",
    durationMinutes: 60,
  });
  const url = "https://example.org/hook";
  const channel = await createChannel(admin, { kind: "slack", name: "Chat", url });
  shared.set("/api/schedules", schedule?.id ?? "");
  shared.set("/api/policies", policy.id);
  shared.set("/api/exclusion-windows", window.id);
  shared.set("/api/channels", channel.id);
  shared.set("/api/users", everywhere.user.id);
});
afterAll(() => world.close());

const OF_NO_ACCOUNT = [
  "/api/channels",
  "/api/exclusion-windows",
  "/api/policies",
  "/api/schedules",
  "/api/users",
];
/** What these tell of others is nobody's but the caller's own. */
const OF_ONESELF = ["/api/sessions", "/api/tokens"];

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const prefixOf = (route: Route) => route.path.split("/{id}")[0] ?? "";
const withId = declarations.filter(({ path }) => path.includes("{id}"));
const named = (routes: readonly Route[]) => routes.map((route) => [nameOf(route), route] as const);

function call(
  route: Route,
  as: SessionWithUser,
  { id, body }: { id?: string; body?: unknown } = {},
): Promise<Response> {
  return callRoute(world.runtime, route, {
    as,
    query: QUERIES[nameOf(route)] ?? "",
    ...(id === undefined ? {} : { params: { id, sessionId: "unknown", tokenId: "unknown" } }),
    ...(route.body === undefined ? {} : { body: body ?? BODIES[nameOf(route)] ?? {} }),
  });
}

/** Nothing of the account that is not theirs. */
function expectNoForeign(text: string): void {
  expect(text).not.toMatch(OF_FOREIGN);
}

/** Every row of the account that is not theirs, of every table. */
const foreignRows = () => rowsOf(OF_FOREIGN);

async function rowsOf(what: RegExp): Promise<string[]> {
  const rows: string[] = [];
  for (const table of Object.values(schema)) {
    if (!is(table, SQLiteTable)) continue;
    for (const row of await world.runtime.db.read.select().from(table)) {
      const text = JSON.stringify(row);
      if (what.test(text)) rows.push(text);
    }
  }
  return rows.toSorted();
}

test("every path with an id is known here: whose it is, or that it is nobody's", () => {
  const known = new Set([...Object.keys(OF_AN_ACCOUNT), ...OF_NO_ACCOUNT, ...OF_ONESELF]);
  expect(withId.map(prefixOf).filter((prefix) => !known.has(prefix))).toEqual([]);
});

const ofAnAccount = named(withId.filter((route) => prefixOf(route) in OWNED));

const kindOf = (route: Route) => OWNED[prefixOf(route)] ?? "instance";
const MIXED_KINDS = { alert: 1, plan: 1, rule: 1, discoveryRun: 1 };
const mixedOf = (route: Route) =>
  Object.entries(world.mixed).find(([kind]) => kind === kindOf(route))?.[1] ?? "";

/** Whatever of these there is, however it came about. */
const TABLES = {
  "GET /api/alerts/{id}": schema.alerts,
  "GET /api/plans/{id}": schema.plans,
  "GET /api/policies/{id}": schema.retentionPolicies,
};
const everyRow = Object.entries(TABLES).flatMap(([name, table]) =>
  declarations
    .filter((route) => nameOf(route) === name)
    .map((route) => [name, route, table] as const),
);

const otherActs = declarations.filter(
  ({ path, method, permission }) =>
    method !== "GET" &&
    !path.includes("{id}") &&
    permission !== "public" &&
    permission !== "signedIn" &&
    !permission.startsWith("account."),
);
const acts = named(otherActs.filter((route) => nameOf(route) in ACTS));

/** Its answer needs AWS, which this world has not. */
const asksAws = ({ path }: Route) => path === "/api/backups/{id}/removal-preview";
/** Users are read, too, by those alone who see every account. */
const isRead = (route: Route) =>
  (route.method === "GET" && prefixOf(route) !== "/api/users") ||
  route.path === "/api/policies/{id}/preview";
const ofNoAccount = named(withId.filter((route) => OF_NO_ACCOUNT.includes(prefixOf(route))));
const lists = named(
  declarations.filter(
    ({ path, method, permission, responses }) =>
      method === "GET" &&
      !path.includes("{id}") &&
      permission !== "public" &&
      responses[200] !== "text/event-stream",
  ),
);

describe("whoever is limited to another account", () => {
  test.each(ofAnAccount)("gets 404 from %s, and changes nothing", async (_name, route) => {
    const before = await foreignRows();
    const kind = kindOf(route);
    const response = await call(route, limited, { id: world.foreign[kind] });
    const text = await response.text();
    expect(response.status, text).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ code: "not_found" });
    expect(text.replaceAll(world.foreign[kind], "")).not.toMatch(OF_FOREIGN);
    expect(await foreignRows()).toEqual(before);
  });

  test.each(ofAnAccount.filter(([, route]) => route.method === "GET" && !asksAws(route)))(
    "is answered by %s for their own",
    async (_name, route) => {
      const kind = kindOf(route);
      const response = await call(route, limited, { id: world.own[kind] });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      expectNoForeign(text);
    },
  );

  test.each(ofAnAccount.filter(([, route]) => kindOf(route) in MIXED_KINDS && isRead(route)))(
    "hears from %s nothing of the other part of what is about both",
    async (_name, route) => {
      const response = await call(route, limited, { id: mixedOf(route) });
      expectNoForeign(await response.text());
      expect([200, 404]).toContain(response.status);
    },
  );

  test.each(ofAnAccount.filter(([, route]) => kindOf(route) in MIXED_KINDS && !isRead(route)))(
    "decides nothing by %s of what is about both",
    async (_name, route) => {
      const before = await rowsOf(/mixed/);
      const response = await call(route, limited, { id: mixedOf(route) });
      const text = await response.text();
      expectNoForeign(text);
      expect([403, 404], text).toContain(response.status);
      expect(await rowsOf(/mixed/)).toEqual(before);
    },
  );

  test.each(everyRow)("reads nothing foreign of any there is by %s", async (_, route, table) => {
    const rows = await world.runtime.db.read.select({ id: table.id }).from(table);
    expect(rows.length).toBeGreaterThan(1);
    for (const { id } of rows) {
      const response = await call(route, limited, { id });
      expectNoForeign(await response.text());
      expect([200, 404]).toContain(response.status);
    }
  });

  test.each(ofNoAccount)("reads nothing foreign by %s", async (_name, route) => {
    const before = await foreignRows();
    const response = await call(route, limited, { id: shared.get(prefixOf(route)) ?? "" });
    const text = await response.text();
    expectNoForeign(text);
    // 404: instances that a body names; 409: it is in use by what they may not see.
    expect(isRead(route) ? [200] : [403, 404, 409], text).toContain(response.status);
    expect(await foreignRows()).toEqual(before);
  });

  test.each(lists)("sees their own alone by %s", async (_name, route) => {
    const response = await call(route, limited);
    const text = await response.text();
    const all = await (await call(route, everywhere)).text();
    expectNoForeign(text);
    if (response.status === 403) return;
    // A list that shows nothing to anybody would prove nothing.
    expect(/homely|1{12}/.test(text), `${text} | ${all}`).toBe(OF_FOREIGN.test(all));
  });

  test.each(acts)("brings nothing about by %s", async (_name, route) => {
    const before = await foreignRows();
    const response = await call(route, limited, { body: ACTS[nameOf(route)] });
    const text = await response.text();
    const { errors = {} } = JSON.parse(text);
    const refusesReference = Object.keys(errors).some((field) => /Refs|credentialId/.test(field));
    expect(response.status !== 422 || refusesReference, text).toBe(true);
    // What they named themselves comes back, and nothing else.
    expectNoForeign(text.replaceAll(/(?:acc|alr|bak|crd|dsc|fnd|ins|pol)_foreign/g, ""));
    expect(await foreignRows()).toEqual(before);
  });

  test("every other act that names things in its body is known here", () => {
    const known = [...Object.keys(ACTS), ...NAMES_NOTHING];
    expect(otherActs.map(nameOf).filter((name) => !known.includes(name))).toEqual([]);
  });
});
