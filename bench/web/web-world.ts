import { newId } from "#lib/ids";
import type { SessionRow } from "#lib/auth/sessions.repo";
import { createSession } from "#lib/auth/create-session";
import { ensureFirstAdministrator } from "#lib/users/ensure-first-administrator";
import { sessions, users } from "#lib/db/schema/index";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { makeCsrfToken, subjectOfSession } from "#lib/web/csrf";
import { encodeSessionToken, sessionCookie } from "#lib/web/session-cookie";
import { say } from "../report";
import { createInstallation, type Installation } from "../world/installation";
import type { BenchProcess } from "../world/process";
import { fillFleet } from "./fill-fleet";
import { fillHistory } from "./fill-history";
import { fillRest } from "./fill-rest";

export interface WebWorld {
  installation: Installation;
  server: BenchProcess;
  url: string;
  /** Of a signed-in administrator. */
  cookie: SessionCookie;
  /** Of somebody whose first password was made for them, and has still to be changed. */
  newcomer: SessionCookie;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  call(method: string, path: string, body: unknown): Promise<Response>;
  /** As if the administrator had just given the password once more. */
  prove(): Promise<void>;
  remove(): Promise<void>;
}

export interface SessionCookie {
  name: string;
  value: string;
  /** What a page of this sign-in would hold. */
  csrf: string;
}

export interface WebWorldOptions {
  instances: number;
  backups: number;
  /** Nobody answers there unless a simulator is given: no job has a reason to ask. */
  endpointUrl?: string;
  /** While the product is down. */
  prepare?: (installation: Installation) => Promise<void>;
}

/** The built product, embedded, on a filled database, and a person who is signed in. */
export async function startWebWorld(options: WebWorldOptions): Promise<WebWorld> {
  const { instances, backups } = options;
  say(`${backups} backups of ${instances} instances are being written …`);
  const installation = await createInstallation({
    endpointUrl: options.endpointUrl ?? "http://127.0.0.1:9",
    env: { LOG_LEVEL: "info" },
  });
  try {
    const { db } = installation.runtime;
    const shape = { instances, backups, now: Date.now() };
    await fillFleet(db, shape);
    await fillHistory(db, shape);
    await fillRest(db, shape);
    await options.prepare?.(installation);
    const { cookie, newcomer } = await signIn(installation);
    const server = await installation.start("embedded");
    const url = /"url":"(http:[^"]+)"/.exec(server.lastWords())?.[1];
    if (url === undefined) throw new Error("The product did not say where it listens.");
    return toWorld({ installation, server, url, cookie, newcomer });
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

type Parts = Pick<WebWorld, "installation" | "server" | "url" | "cookie" | "newcomer">;

function toWorld(parts: Parts): WebWorld {
  const { installation, url, cookie } = parts;
  const identity = { cookie: `${cookie.name}=${cookie.value}` };
  return {
    ...parts,
    get: (path, headers = {}) =>
      fetch(new URL(path, url), { headers: { ...identity, ...headers }, redirect: "manual" }),
    call: (method, path, body) =>
      fetch(new URL(path, url), {
        method,
        headers: {
          ...identity,
          origin: url,
          [CSRF_HEADER]: cookie.csrf,
          "content-type": "application/json",
        },
        body: JSON.stringify(body),
      }),
    async prove() {
      const { clock, db } = installation.runtime;
      await db.write((tx) => tx.update(sessions).set({ provenAt: clock.now() }));
    },
    remove: () => installation.remove(),
  };
}

async function signIn({ runtime, ctx }: Installation) {
  await ensureFirstAdministrator(runtime);
  const { name } = sessionCookie(runtime, new Headers());
  const [of, ofNewcomer] = await runtime.db.write(async (tx) => {
    const [user] = await tx.update(users).set({ mustChangePassword: false }).returning();
    if (!user) throw new Error("The administrator is missing.");
    const newcomer = {
      ...user,
      id: newId("usr", runtime.clock.now()),
      username: "newcomer",
      usernameKey: "newcomer",
      email: null,
      mustChangePassword: true,
    };
    await tx.insert(users).values(newcomer);
    const open = (userId: string) =>
      createSession(
        tx,
        { ...ctx, requestId: newId("req", runtime.clock.now()) },
        { userId, kind: "web", userAgent: "bench" },
      );
    return [await open(user.id), await open(newcomer.id)] as const;
  });
  const cookieOf = async (session: SessionRow): Promise<SessionCookie> => ({
    name,
    value: await encodeSessionToken(runtime, session.id),
    csrf: makeCsrfToken(runtime.config, subjectOfSession(session)),
  });
  return { cookie: await cookieOf(of), newcomer: await cookieOf(ofNewcomer) };
}
