import { declarations } from "../../app/api/declarations";
import { OWING_PASSWORD, PUBLIC } from "../../app/matrix.table";
import { writeSetting } from "#lib/settings/settings.repo";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { say } from "../report";
import type { SecurityPart } from "../security";
import { listBuiltActions, type BuiltAction } from "./built-actions";
import { countBuiltSurface } from "./built-surface";
import { callAction } from "./call-action";
import { PEOPLE, callerFor, mayPass, type Person } from "./people";
import { spoilOf, type Spoil } from "./spoiler";
import { createCaller, startSecurityWorld, type Caller, type SecurityWorld } from "./world";

/** Weaknesses of the server that a matrix must see, each by its key. */
const SPOILS: Readonly<Record<string, Spoil>> = {
  /** `unauthorisedAllowed`: everybody reads the users. */
  "opens-one": { method: "GET", path: "/api/users", answer: { status: 200, body: "{}" } },
  /** `authorisedRefused`: nobody reads the backups. */
  "shuts-one": { method: "GET", path: "/api/backups", answer: { status: 403, body: "{}" } },
  /** `routes`: a method that nobody declared. */
  "undeclared-one": { method: "DELETE", path: "/api/health", answer: { status: 204, body: "" } },
};

interface Cell {
  name: string;
  permission: string;
  isAction: boolean;
  /** Its answer to this caller: what was refused, by code, or null for let in. */
  ask(caller: Caller | null): Promise<{ refusal: string | null; status: number }>;
}

/**
 * Every route, action and page of the build × everybody: who is let in although the written table
 * (`app/matrix.table.ts`) does not let them. Each call is a new person in a new session, or with a new token.
 *
 * Keys: `routes` (in the matrix), `routesExist` (counted in the build, by asking it), `cells`,
 * `unauthorisedAllowed` (among them what a cookie alone did, without its page's token),
 * `authorisedRefused`. `--break opens-one | shuts-one | undeclared-one` puts a proxy with that weakness
 * in front of the server, and asks at its address alone.
 */
export const attackMatrix: SecurityPart = async ({ bug }) => {
  const spoil = spoilOf(SPOILS, bug);
  const world = await startSecurityWorld(spoil);
  try {
    await requireFactorOfAdmins(world);
    const actions = await listBuiltActions();
    const cells = [...routeCells(world), ...actions.map((action) => actionCell(world, action))];
    const surface = await countBuiltSurface(world.url, actions.length);
    const counts = { cells: 0, unauthorisedAllowed: 0, authorisedRefused: 0 };
    if (spoil) {
      const spoilt = cells.filter(({ name }) => name === `${spoil.method} ${spoil.path}`);
      for (const cell of spoilt) await askEverybody(world, cell, counts);
    } else {
      for (const cell of cells) await askEverybody(world, cell, counts);
      for (const page of surface.pages) await askForPage(world, page, counts);
      await askWithoutToken(world, actions, counts);
    }
    const routes = cells.length + surface.pages.length;
    const figures = { routes, routesExist: surface.count, ...counts };
    const wrong = [
      ...(figures.routes === figures.routesExist ? [] : ["routes"]),
      ...(counts.unauthorisedAllowed === 0 ? [] : ["unauthorisedAllowed"]),
      ...(counts.authorisedRefused === 0 ? [] : ["authorisedRefused"]),
    ];
    return { figures, wrong };
  } finally {
    await world.remove();
  }
};

type Counts = { cells: number; unauthorisedAllowed: number; authorisedRefused: number };

async function askEverybody(world: SecurityWorld, cell: Cell, counts: Counts): Promise<void> {
  for (const person of PEOPLE) {
    const { refusal, status } = await cell.ask(await callerFor(world, person));
    const isLetIn = refusal === null;
    counts.cells++;
    if (isLetIn && !mayPass(person, cell))
      note(counts, "unauthorisedAllowed", cell, person, status);
    if (!isLetIn && mayPass(person, cell)) note(counts, "authorisedRefused", cell, person, refusal);
  }
}

function note(
  counts: Counts,
  key: "unauthorisedAllowed" | "authorisedRefused",
  { name }: { name: string },
  person: Person,
  why: unknown,
): void {
  counts[key]++;
  say(`  ${key}: ${name} by ${person.name} (${String(why)})`);
}

async function requireFactorOfAdmins({ installation }: SecurityWorld): Promise<void> {
  await installation.runtime.db.write((tx) =>
    writeSetting(tx, {
      key: "security.secondFactorRoles",
      value: ["admin"],
      updatedAt: Date.now(),
      updatedBy: null,
    }),
  );
  // Every process reads it anew within two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}

function routeCells(world: SecurityWorld): Cell[] {
  return declarations.map((route) => ({
    name: `${route.method} ${route.path}`,
    permission: route.permission,
    isAction: false,
    async ask(caller) {
      const path = route.path.replace(/\{\w+\}/g, "unknown");
      const body = route.method === "GET" ? {} : { body: "{}" };
      const response = await fetch(new URL(path, world.url), {
        method: route.method,
        headers: { "content-type": "application/json", ...caller?.script },
        ...body,
        redirect: "manual",
      });
      const isStream = response.headers.get("content-type")?.includes("event-stream");
      const text = isStream ? await response.body?.cancel() : await response.text();
      // The signature of a report is its identity: the route's own tests forge it.
      const refused = response.status === 401 || response.status === 403;
      const concernsAll = CONCERNS_ALL.test(String(text ?? ""));
      const isOpen = PUBLIC.has(`${route.method} ${route.path}`);
      return {
        refusal: refused && !concernsAll && !isOpen ? String(text) : null,
        status: response.status,
      };
    },
  }));
}

/** What one who sees some accounts is told of what holds for others too. */
const CONCERNS_ALL = /for every account|instances that you may not see/;

const REFUSALS = new Set([
  "unauthorized",
  "forbidden",
  "password_change_required",
  "second_factor_required",
  "proof_required",
  "stale_page",
  "cross_site_request",
]);

function actionCell(world: SecurityWorld, action: BuiltAction): Cell {
  return {
    name: action.name,
    permission: action.spec.permission,
    isAction: true,
    async ask(caller) {
      const headers = caller?.browser ?? { origin: world.url };
      const { code, status, text } = await callAction(world.url, action, { headers, input: {} });
      // Open to nobody in particular: without the cookie of its page it asks for a reload.
      const isOpen = PUBLIC.has(action.name) && code === "stale_page";
      const concernsAll = CONCERNS_ALL.test(text);
      const isRefused = code !== null && REFUSALS.has(code) && !isOpen && !concernsAll;
      return { refusal: isRefused ? code : null, status };
    },
  };
}

/** A page shows itself to whoever is signed in and owes nothing; nobody else gets past the door. */
async function askForPage(world: SecurityWorld, page: string, counts: Counts): Promise<void> {
  for (const person of PEOPLE) {
    const caller = await callerFor(world, person);
    const { cookie, authorization } = caller?.browser ?? {};
    const headers = { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}) };
    const response = await fetch(new URL(page, world.url), { headers, redirect: "manual" });
    const text = await response.text();
    counts.cells++;
    const isShown = response.status === 200 && !text.includes("NEXT_REDIRECT");
    const isDoor = ["/sign-in", "/first-password", "/prove", "/account"].includes(page);
    const isOwing =
      person.role === null || person.scopes !== undefined || person.owes === OWING_PASSWORD;
    if (isShown && isOwing && !isDoor && !isOpenPage(page))
      note(counts, "unauthorisedAllowed", { name: page }, person, response.status);
  }
}

/** Links that were sent to somebody open these. */
function isOpenPage(page: string): boolean {
  return /^\/(?:invitation|welcome|reset|choose-password|link)\b/.test(page);
}

/** What a browser would send for another site, or for a page of before: the cookie, and no token. */
async function askWithoutToken(
  world: SecurityWorld,
  actions: readonly BuiltAction[],
  counts: Counts,
): Promise<void> {
  const person = { name: "a cookie without its token", role: "admin" } as const;
  const { browser } = await createCaller(world, person);
  const { [CSRF_HEADER]: _token, ...headers } = browser;
  for (const action of actions) {
    const { code, status } = await callAction(world.url, action, { headers, input: {} });
    counts.cells++;
    if (code !== "stale_page") note(counts, "unauthorisedAllowed", action, person, status);
  }
  for (const route of declarations) {
    if (route.method === "GET" || route.permission === "public") continue;
    const response = await fetch(new URL(route.path.replace(/\{\w+\}/g, "unknown"), world.url), {
      method: route.method,
      headers: { ...headers, "content-type": "application/json" },
      body: "{}",
    });
    counts.cells++;
    const text = await response.text();
    if (response.status !== 403 || !text.includes('"stale_page"'))
      note(counts, "unauthorisedAllowed", { name: route.path }, person, response.status);
  }
}
