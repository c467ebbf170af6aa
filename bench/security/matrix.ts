import { declarations } from "../../app/api/declarations";
import {
  ASKS_FOR_PROOF,
  LEAST_ROLE,
  OWING_FACTOR,
  OWING_PASSWORD,
  PUBLIC,
} from "../../app/matrix.table";
import { sessions } from "#lib/db/schema/index";
import { writeSetting } from "#lib/settings/settings.repo";
import { PROOF_MS } from "#lib/auth/require-permission";
import { eq } from "drizzle-orm";
import type { Role } from "#lib/db/schema/constants";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { say } from "../report";
import type { SecurityPart } from "../security";
import { listBuiltActions, type BuiltAction } from "./built-actions";
import { countBuiltSurface } from "./built-surface";
import { callAction } from "./call-action";
import { createCaller, startSecurityWorld, type Caller, type SecurityWorld } from "./world";

interface Person {
  name: string;
  role: Role | null;
  owes?: ReadonlySet<string>;
  isStale?: true;
  accountRefs?: string[];
}

const ROLES = ["viewer", "operator", "admin"] as const;
const PEOPLE: readonly Person[] = [
  { name: "nobody", role: null },
  { name: "viewer", role: "viewer" },
  { name: "operator", role: "operator" },
  { name: "admin", role: "admin" },
  { name: "admin of one account", role: "admin", accountRefs: ["acc_unknown"] },
  { name: "admin without a proof", role: "admin", isStale: true },
  { name: "owes a password", role: "admin", owes: OWING_PASSWORD },
  { name: "owes a second factor", role: "admin", owes: OWING_FACTOR },
];

interface Cell {
  name: string;
  permission: string;
  /** Its answer to this caller: what was refused, by code, or null for let in. */
  ask(caller: Caller | null): Promise<{ refusal: string | null; status: number }>;
}

/**
 * Every route, action and page of the build × everybody: who is let in although the written table
 * (`app/matrix.table.ts`) does not let them. Each call is a new person in a new session.
 *
 * Keys: `routes` (in the matrix), `routesExist` (counted in the build, by asking it), `cells`,
 * `unauthorisedAllowed` (among them what a cookie alone did, without its page's token),
 * `authorisedRefused`.
 */
export const attackMatrix: SecurityPart = async () => {
  const world = await startSecurityWorld();
  try {
    await requireFactorOfAdmins(world);
    const actions = await listBuiltActions();
    const cells = [...routeCells(world), ...actions.map((action) => actionCell(world, action))];
    const surface = await countBuiltSurface(world.url, actions.length);
    const counts = { cells: 0, unauthorisedAllowed: 0, authorisedRefused: 0 };
    for (const cell of cells) await askEverybody(world, cell, counts);
    for (const page of surface.pages) await askForPage(world, page, counts);
    await askWithoutToken(world, actions, counts);
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

/** By the written tables alone. */
function mayPass({ role, owes, isStale }: Person, { name, permission }: Cell): boolean {
  if (PUBLIC.has(name)) return true;
  if (role === null) return false;
  if (permission === "signedIn") return true;
  const least = LEAST_ROLE[permission];
  if (least === undefined) throw new Error(`${permission} is missing from the written table.`);
  if (owes && !owes.has(permission)) return false;
  if (isStale && ASKS_FOR_PROOF.has(permission)) return false;
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

async function callerFor(world: SecurityWorld, person: Person): Promise<Caller | null> {
  const { role, accountRefs, owes, isStale } = person;
  if (role === null) return null;
  const caller = await createCaller(world, {
    role,
    user: {
      ...(accountRefs ? { accountRefs } : {}),
      ...(owes === OWING_PASSWORD ? { mustChangePassword: true } : {}),
      ...(owes === OWING_FACTOR ? { totpConfirmedAt: null } : {}),
    },
  });
  if (isStale) await ageProof(world, caller);
  return caller;
}

async function ageProof({ installation }: SecurityWorld, { session }: Caller): Promise<void> {
  const provenAt = installation.runtime.clock.now() - PROOF_MS;
  await installation.runtime.db.write((tx) =>
    tx.update(sessions).set({ provenAt }).where(eq(sessions.userId, session.userId)),
  );
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
    const headers: Record<string, string> = caller
      ? { cookie: caller.browser["cookie"] ?? "" }
      : {};
    const response = await fetch(new URL(page, world.url), { headers, redirect: "manual" });
    const text = await response.text();
    counts.cells++;
    const isShown = response.status === 200 && !text.includes("NEXT_REDIRECT");
    const isDoor = ["/sign-in", "/first-password", "/prove", "/account"].includes(page);
    const isOwing = person.role === null || person.owes === OWING_PASSWORD;
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
