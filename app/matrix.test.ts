import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PROOF_MS } from "#lib/auth/require-permission";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import type { Role } from "#lib/db/schema/constants";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { writeSetting } from "#lib/settings/settings.repo";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";
import { listEveryAction } from "#lib/testing/every-action";
import { createTestSession, createTestUser, insertTestToken } from "#lib/testing/people";
import {
  TEST_ORIGIN,
  callRoute,
  cookieOf,
  pageToken,
  type TestRequest,
} from "#lib/testing/web-client";
import { handleAction } from "#lib/web/handle-action";
import { createJobs } from "#worker/jobs";
import { declarations } from "./api/declarations";
import {
  ASKS_FOR_PROOF,
  LEAST_ROLE,
  NOT_FOR_TOKENS,
  OWING_FACTOR,
  OWING_PASSWORD,
  PUBLIC,
} from "./matrix.table";

type Person = Parameters<typeof createTestUser>[1];
const ROLES = ["viewer", "operator", "admin"] as const;

/** Who asks; `owes` and `stale` narrow what the role alone would allow. */
const PEOPLE = {
  viewer: { user: { role: "viewer" } },
  operator: { user: { role: "operator" } },
  admin: { user: { role: "admin" } },
  "admin of one account": { user: { role: "admin", accountRefs: ["acc_1"] } },
  "admin without a proof": { user: { role: "admin" }, stale: true },
  "viewer without a proof": { user: { role: "viewer" }, stale: true },
  "admin who owes a password": {
    user: { role: "admin", mustChangePassword: true },
    owes: OWING_PASSWORD,
  },
  "admin who owes a second factor": {
    user: { role: "admin", totpConfirmedAt: null },
    owes: OWING_FACTOR,
  },
} as const satisfies Record<string, { user: Person; stale?: true; owes?: ReadonlySet<string> }>;
type Who = keyof typeof PEOPLE;
const WHO = Object.keys(PEOPLE).filter((name): name is Who => name in PEOPLE);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
  await ensureDefaults(runtime);
  await runtime.db.write((tx) =>
    writeSetting(tx, {
      key: "security.secondFactorRoles",
      value: ["admin"],
      updatedAt: 0,
      updatedBy: null,
    }),
  );
});
afterAll(() => runtime.close());

/** By the written tables alone. */
function mayPass(who: Who, permission: string): boolean {
  const { user, stale, owes }: { user: Person; stale?: true; owes?: ReadonlySet<string> } =
    PEOPLE[who];
  if (permission === "public" || permission === "signedIn") return true;
  const least = LEAST_ROLE[permission];
  if (least === undefined) throw new Error(`${permission} is missing from the written table.`);
  if (owes && !owes.has(permission)) return false;
  if (stale && ASKS_FOR_PROOF.has(permission)) return false;
  return ROLES.indexOf(user?.role ?? "viewer") >= ROLES.indexOf(least);
}

/** Personal tokens: what they may is narrowed by their scopes, and never reaches an action. */
const TOKENS = {
  "an admin's token without scopes": { role: "admin", scopes: [] },
  "an admin's token of every scope": { role: "admin", scopes: Object.keys(LEAST_ROLE) },
  "a viewer's token of every scope": { role: "viewer", scopes: Object.keys(LEAST_ROLE) },
} as const satisfies Record<string, { role: Role; scopes: readonly string[] }>;

/** By the written tables alone. */
function tokenMayPass(
  { role, scopes }: { role: Role; scopes: readonly string[] },
  permission: string,
): boolean {
  if (permission === "public") return true;
  if (NOT_FOR_TOKENS.has(permission)) return false;
  if (permission !== "account.read" && !scopes.includes(permission)) return false;
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[permission] ?? "admin");
}

/** As a row, which may name what making one would refuse. */
async function bearerOf(of: { role: Role; scopes: readonly string[] }): Promise<TestRequest> {
  const { id: userId } = await createTestUser(runtime, { role: of.role, totpConfirmedAt: 0 });
  const { token } = await insertTestToken(runtime, { userId, scopes: of.scopes });
  return { headers: { authorization: `Bearer ${token}` } };
}

/** Each call has a session of its own: some of them end it. */
async function sessionOf(who: Who, kind: "web" | "api"): Promise<SessionWithUser> {
  const { user, stale }: { user: Person; stale?: true } = PEOPLE[who];
  const confirmed = { totpConfirmedAt: runtime.clock.now() };
  const row = await createTestUser(runtime, { ...confirmed, ...user });
  const as = await createTestSession(runtime, { user: row, kind });
  if (stale) runtime.clock.advance(PROOF_MS);
  return as;
}

const routes = declarations.map((route) => [`${route.method} ${route.path}`, route] as const);
const actions = (await listEveryAction()).map(({ name, spec }) => [name, spec] as const);
const surface = [...routes, ...actions].map(([name, { permission }]) => ({ name, permission }));

describe("the surface", () => {
  test("is what was agreed on, address by address", async () => {
    const lines = surface.map(({ name, permission }) => `${permission.padEnd(24)}${name}`);
    const text = `${lines.toSorted().join("\n")}\n`;
    await expect(text).toMatchFileSnapshot("./matrix.surface.txt");
  });

  test("is open without a session where it was agreed on, and nowhere else", () => {
    const open = surface.filter(({ permission }) => permission === "public");
    expect(new Set(open.map(({ name }) => name))).toEqual(PUBLIC);
  });
});

describe.each(routes)("%s", (_name, route) => {
  const params = Object.fromEntries(
    Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => [name, "unknown"]),
  );
  const ask = async (identity: Pick<TestRequest, "as" | "headers"> = {}) => {
    const response = await callRoute(runtime, route, {
      params,
      ...identity,
      ...(route.method === "GET" ? {} : { body: {} }),
    });
    const text = response.headers.get("content-type")?.includes("event-stream")
      ? await response.body?.cancel().then(() => "")
      : await response.text();
    return { status: response.status, text: text ?? "" };
  };

  test("asks nobody in, unless it is open to all", async () => {
    const { status } = await ask();
    expect(status === 401).toBe(!PUBLIC.has(`${route.method} ${route.path}`) || isSigned(route));
  });

  test.each(WHO)("%s", async (who) => {
    const { status, text } = await ask({ as: await sessionOf(who, "api") });
    expect(status).toBeLessThan(500);
    // One who sees some accounts is told where something concerns all of them.
    const concernsAll = who === "admin of one account" && text.includes("every account");
    const isLetIn = concernsAll || !(status === 401 || status === 403);
    expect(isLetIn, text).toBe(mayPass(who, route.permission) && !isSigned(route));
  });

  test.each(Object.entries(TOKENS))("%s", async (_who, of) => {
    const { status, text } = await ask(await bearerOf(of));
    expect(status).toBeLessThan(500);
    const isLetIn = !(status === 401 || status === 403);
    expect(isLetIn, text).toBe(tokenMayPass(of, route.permission) && !isSigned(route));
  });
});

/** What stands in for a session there is missing: 401 all the same. */
function isSigned({ path }: { path: string }): boolean {
  return path === "/api/backup-callback";
}

describe.each(actions)("%s", (name, spec) => {
  const ask = async (as: SessionWithUser | null, identity: Record<string, string> = {}) => {
    const headers = new Headers({ host: new URL(TEST_ORIGIN).host, origin: TEST_ORIGIN });
    for (const [key, value] of Object.entries(identity)) headers.set(key, value);
    if (as) {
      headers.set("cookie", await cookieOf(runtime, as.session.id));
      for (const [key, value] of Object.entries(pageToken(runtime, as.session)))
        headers.set(key, value);
    }
    const reached = { permission: spec.permission, input: z.unknown(), run: async () => "reached" };
    return handleAction(runtime, reached, { headers, requestId: "req_test", input: {} }).catch(
      (error: unknown) => String(Reflect.get(Object(error), "code")),
    );
  };

  test("asks nobody in", async () => {
    expect(await ask(null)).toBe(PUBLIC.has(name) ? "stale_page" : "unauthorized");
  });

  test.each(WHO)("%s", async (who) => {
    const answer = await ask(await sessionOf(who, "web"));
    expect(answer).toBe(mayPass(who, spec.permission) ? "reached" : "forbidden");
  });

  test.each(Object.entries(TOKENS))("%s gets no action", async (_who, of) => {
    const { headers } = await bearerOf(of);
    expect(await ask(null, headers)).toBe("stale_page");
  });
});

describe("jobs", () => {
  test("take ids and a place, and nothing that says who asks or holds a secret", () => {
    const { handlers } = createJobs(runtime, "test");
    const taken = handlers.map(({ definition: { name, payload } }) => {
      const { properties = {} } = z.toJSONSchema(payload);
      return `${name}: ${Object.keys(properties).join(", ")}`;
    });
    expect(taken.toSorted()).toEqual([
      "backup.run: backupId",
      "discovery.place: accountRef, region",
      "eventbridge.place: accountRef, region",
      "holds.tag: accountRef, region",
      "instances.refresh: accountRef, region",
      "plan.apply: planId",
      "plan.gather: planId",
      "poll.images: accountRef, region",
      "reconcile.place: accountRef, region",
      "removal.run: accountRef, region",
      "tags.settle: accountRef, region",
    ]);
  });
});
