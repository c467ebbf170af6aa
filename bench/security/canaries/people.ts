import { encodeSessionToken, sessionCookie } from "#lib/web/session-cookie";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { makeCsrfToken, subjectOfSession } from "#lib/web/csrf";
import { createSession } from "#lib/auth/create-session";
import { users } from "#lib/db/schema/index";
import type { Role } from "#lib/db/schema/constants";
import { newId } from "#lib/ids";
import type { Canary } from "./canary";
import type { Search } from "./search";
import type { CanaryWorld } from "./world";

export interface Person {
  role: Role | "nobody";
  username: string;
  userId: string;
  sessionId: string;
  headers: Readonly<Record<string, string>>;
}

export interface Sent {
  method: string;
  path: string;
  /** Sent as JSON, or as it is when it is a text. */
  body?: unknown;
  headers?: Record<string, string>;
  /** What the answer to this very request is meant to show, or repeats of it. */
  shown?: readonly Canary[];
}

export interface Answer {
  status: number;
  text: string;
  json: Record<string, unknown>;
  type: string;
  location: string | null;
}

export const NOBODY: Person = {
  role: "nobody",
  username: "nobody",
  userId: "",
  sessionId: "",
  headers: {},
};

/** The administrator, one user of each other role, and a viewer to set up a second factor with. */
export async function signInEverybody(
  world: CanaryWorld,
  search: Search,
): Promise<{ people: Person[]; enroller: Person }> {
  const { runtime } = world.installation;
  const [admin] = await runtime.db.write((tx) =>
    tx.update(users).set({ mustChangePassword: false }).returning(),
  );
  if (!admin) throw new Error("The administrator is missing.");
  const add = async (username: string, role: Role): Promise<Person> => {
    const id = newId("usr", runtime.clock.now());
    const row = { ...admin, id, role, username, usernameKey: username, email: null };
    await runtime.db.write((tx) => tx.insert(users).values(row));
    return openSession({ world, search }, row);
  };
  const people = [
    await openSession({ world, search }, admin),
    await add("operator", "operator"),
    await add("viewer", "viewer"),
  ];
  return { people, enroller: await add("enroller", "viewer") };
}

async function openSession(
  { world, search }: { world: CanaryWorld; search: Search },
  user: { id: string; username: string; role: Role },
): Promise<Person> {
  const { runtime, ctx } = world.installation;
  const of = { userId: user.id, kind: "web" as const, userAgent: "bench" };
  const session = await runtime.db.write((tx) => createSession(tx, ctx, of));
  const { name } = sessionCookie(runtime, new Headers());
  const cookie = await encodeSessionToken(runtime, session.id);
  const csrf = makeCsrfToken(runtime.config, subjectOfSession(session));
  search.plant({ what: "session cookie", value: cookie.split(".").at(-1) ?? cookie });
  return {
    role: user.role,
    username: user.username,
    userId: user.id,
    sessionId: session.id,
    headers: { cookie: `${name}=${cookie}`, origin: world.url, [CSRF_HEADER]: csrf },
  };
}

/** What was planted by whom nobody let in proves nothing. */
export async function requireSignedIn(
  parts: { world: CanaryWorld; search: Search },
  people: readonly Person[],
): Promise<void> {
  for (const person of people) {
    for (const path of ["/", "/api/me", "/api/instances"]) {
      const { status } = await send(parts, person, { method: "GET", path });
      if (status !== 200) throw new Error(`${path} answers ${status} to ${person.username}.`);
    }
  }
}

/** Sends it, and looks for every canary in the answer. */
export async function send(
  { world, search }: { world: CanaryWorld; search: Search },
  person: Person,
  { method, path, body, headers = {}, shown = [] }: Sent,
): Promise<Answer> {
  const response = await fetch(new URL(path, world.url), {
    method,
    redirect: "manual",
    headers: {
      ...person.headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const place = `${method} ${path.split("?")[0]} for ${person.role} (${response.status})`;
  search.look(place, `${[...response.headers].join("\n")}\n${text}`, shown);
  return {
    status: response.status,
    text,
    json: toJson(text),
    type: response.headers.get("content-type") ?? "",
    location: response.headers.get("location"),
  };
}

function toJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
