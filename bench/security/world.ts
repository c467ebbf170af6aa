import { eq } from "drizzle-orm";
import { createSession } from "#lib/auth/create-session";
import { signApiToken } from "#lib/auth/api-token";
import { hashPassword } from "#lib/auth/password-hash";
import type { UserRow } from "#lib/auth/sessions.repo";
import type { Role } from "#lib/db/schema/constants";
import { secretPlace } from "#lib/aws/credential-store";
import { credentials, users } from "#lib/db/schema/index";
import { newId } from "#lib/ids";
import { insertTestToken } from "#lib/testing/people";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { makeCsrfToken, subjectOfSession } from "#lib/web/csrf";
import { encodeSessionToken, sessionCookie } from "#lib/web/session-cookie";
import { fillFleet } from "../web/fill-fleet";
import { fillHistory } from "../web/fill-history";
import { fillRest } from "../web/fill-rest";
import { addAccount, addInstances } from "../world/fleet";
import { startSpoiler, type Spoil } from "./spoiler";
import { createInstallation, type Installation } from "../world/installation";
import type { BenchProcess } from "../world/process";
import { startBenchSimulator } from "../world/simulator";

/** The built product with records to read and to spoil, a simulated AWS, and all that it logs. */
export interface SecurityWorld {
  installation: Installation;
  server: BenchProcess;
  url: string;
  /** Lines of the log so far that are errors, and what Node says of a crash. */
  complaints(): string[];
  remove(): Promise<void>;
}

export interface Caller {
  userId: string;
  /** A browser on a page of this application. */
  browser: Record<string, string>;
  script: Record<string, string>;
}

const RECORDS = { instances: 60, backups: 600 };
const LIVE = { region: "eu-central-1", count: 4, volumes: [{ sizeGib: 8 }] };

/** `spoil` is a weakness to put in front of the server. */
export async function startSecurityWorld(spoil: Spoil | null = null): Promise<SecurityWorld> {
  const simulator = await startBenchSimulator({ buckets: false });
  const installation = await createInstallation({
    endpointUrl: simulator.url,
    env: { LOG_LEVEL: "warn" },
  });
  const remove = async (): Promise<void> => {
    await installation.remove();
    await simulator.process.stop();
  };
  try {
    const { db } = installation.runtime;
    const shape = { ...RECORDS, now: Date.now() };
    await fillFleet(db, shape);
    await fillHistory(db, shape);
    await fillRest(db, shape);
    await giveSecrets(installation);
    const account = await addAccount(simulator, installation);
    await addInstances(simulator, installation, { account, place: LIVE });
    const server = await installation.start("embedded", { env: { LOG_LEVEL: "info" } });
    const url = /"url":"(http:[^"]+)"/.exec(server.lastWords())?.[1];
    if (url === undefined) throw new Error("The product did not say where it listens.");
    const complaints = listen(server);
    if (!spoil) return { installation, server, url, complaints, remove };
    const spoiler = await startSpoiler(url, spoil);
    return {
      installation,
      server,
      url: spoiler.url,
      complaints,
      async remove() {
        await spoiler.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What was filled in has no keys: a credential without any answers nothing but that. */
async function giveSecrets({ runtime }: Installation): Promise<void> {
  const rows = await runtime.db.read.select().from(credentials);
  await runtime.db.write(async (tx) => {
    for (const { id } of rows) {
      const keys = { accessKeyId: "AKIAFUZZFUZZFUZZFUZZ", secretAccessKey: "x".repeat(40) };
      const secret = runtime.vault.seal(JSON.stringify(keys), secretPlace(id));
      await tx.update(credentials).set({ secret }).where(eq(credentials.id, id));
    }
  });
}

/** A new person of that role in a new session of each kind, proven just now. */
export async function createCaller(
  { installation, url }: SecurityWorld,
  person: { role: Role; user?: Partial<UserRow>; provenAt?: number },
): Promise<Caller> {
  const { runtime, ctx } = installation;
  const user = await insertPerson(installation, person);
  const open = (kind: "web" | "api") =>
    runtime.db.write((tx) => createSession(tx, ctx, { userId: user.id, kind, userAgent: "bench" }));
  const [web, api] = [await open("web"), await open("api")];
  const { name } = sessionCookie(runtime, new Headers());
  const token = await signApiToken(runtime, { sessionId: api.id, expiresAt: api.expiresAt });
  return {
    userId: user.id,
    browser: {
      cookie: `${name}=${await encodeSessionToken(runtime, web.id)}`,
      origin: url,
      [CSRF_HEADER]: makeCsrfToken(runtime.config, subjectOfSession(web)),
    },
    script: { authorization: `Bearer ${token}` },
  };
}

/** A new person of that role with a new personal token, which a row alone may give any scope. */
export async function createTokenCaller(
  { installation, url }: SecurityWorld,
  { role, scopes }: { role: Role; scopes: readonly string[] },
): Promise<Caller> {
  const { runtime } = installation;
  const { id: userId } = await insertPerson(installation, { role });
  const { token } = await insertTestToken(runtime, { userId, scopes });
  const script = { authorization: `Bearer ${token}` };
  return { userId, browser: { ...script, origin: url }, script };
}

let hashed: Promise<string> | null = null;

async function insertPerson(
  { runtime }: Installation,
  person: { role: Role; user?: Partial<UserRow> },
): Promise<UserRow> {
  const now = runtime.clock.now();
  const id = newId("usr", now);
  const row: UserRow = {
    id,
    username: id,
    usernameKey: id,
    email: null,
    role: person.role,
    accountRefs: null,
    passwordHash: await (hashed ??= hashPassword("ember-orchid-92-lattice")),
    mustChangePassword: false,
    active: true,
    lastSignInAt: null,
    passwordChangedAt: null,
    totpSecret: null,
    totpConfirmedAt: now,
    totpLastStep: null,
    devicesSince: 0,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    ...person.user,
  };
  await runtime.db.write((tx) => tx.insert(users).values(row));
  return row;
}

const ERROR_LEVEL = 50;

function listen({ child }: BenchProcess): () => string[] {
  const heard: string[] = [];
  let rest = "";
  const hear = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    heard.push(...lines.filter(isComplaint));
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return () => heard;
}

function isComplaint(line: string): boolean {
  const level = /^\{"level":(?:"(\w+)"|(\d+))/.exec(line);
  if (level) return level[1] === "error" || level[1] === "fatal" || Number(level[2]) >= ERROR_LEVEL;
  // Next's note of an action that it does not know, to which it answers 404.
  if (line.includes("Failed to find Server Action")) return false;
  return /unhandled|uncaught|rejection|\bError:/i.test(line);
}
