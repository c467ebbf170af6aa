import { declarations } from "../../app/api/declarations";
import { endAfter } from "../../lib/end-after";
import { countOption } from "../options";
import { randomOf, type Random } from "../retention/random";
import { say } from "../report";
import type { SecurityPart } from "../security";
import { listBuiltActions } from "./built-actions";
import { judgeAnswer } from "./fuzz/judge";
import { sampleIds } from "./fuzz/ids";
import { fuzzAction, fuzzRoute, type FuzzRequest } from "./fuzz/requests";
import type { Maker } from "./fuzz/values";
import { spoilOf, type Spoil } from "./spoiler";
import { createCaller, startSecurityWorld, type Caller, type SecurityWorld } from "./world";

const REQUESTS = 24_000;
const REQUESTS_WITH_BUG = 600;
/** So many for each target, and one that let nobody in was shut. */
const ENOUGH_EACH = 20;
const AT_ONCE = 12;
/** Then everybody is somebody new: what was sent ends sessions, roles and people. */
const RENEWED_EVERY = 300;
const WAIT_MS_MAX = 30_000;
const SHOWN = 80;

/** Weaknesses of the server that fuzzing must see, each by its key. */
const SPOILS: Readonly<Record<string, Spoil>> = {
  /** `serverErrors` */
  fails: { method: "GET", path: "/api/backups", answer: { status: 500, body: "{}" } },
  /** `serverErrors`: no answer at all. */
  drops: { method: "GET", path: "/api/backups", answer: "dropped" },
  /** `bareAnswers` */
  bares: { method: "GET", path: "/api/backups", without: "x-frame-options" },
  /** `targetsUnreached` */
  shuts: { method: "GET", path: "/api/backups", answer: { status: 403, body: "{}" } },
};

/** A report's signature is its identity, which no fuzzing makes; the route's own tests do. */
const SIGNED = new Set(
  declarations.filter(({ signed }) => signed).map(({ method, path }) => `${method} ${path}`),
);

type Make = (maker: Maker) => FuzzRequest;

/**
 * Requests to every route and action as a viewer, an operator, an administrator and nobody, made from the
 * declared schemas by a seed: half of what they take, half at their bounds and beyond (hostile text,
 * wrong types, missing and foreign members, nesting, thousands of items, broken JSON, odd headers,
 * methods, media types, and React's own encoding). One in a hundred goes away before it is answered.
 *
 * `--requests 24000`, with a weakness 600 or, of one that shuts, twenty for each; `--break fails | drops | bares | shuts` puts a proxy with it in front
 * of the server. Keys: `fuzzRequests`, `fuzzTargets`, `serverErrors` (status 500 and above, an
 * error in the log, no answer), `bareAnswers` (neither problem+json nor a page with its headers),
 * `targetsUnreached` (routes and actions of which every request was refused at the door, so that nothing
 * of theirs was tried), `fuzzStatuses`.
 */
export const fuzzSurface: SecurityPart = async ({ args, seed, bug }) => {
  const world = await startSecurityWorld(spoilOf(SPOILS, bug));
  try {
    const random = randomOf(seed);
    const actions = await listBuiltActions();
    const targets: Make[] = [
      ...declarations.map((route) => (maker: Maker) => fuzzRoute(maker, route)),
      ...actions.map((action) => (maker: Maker) => fuzzAction(maker, action)),
    ];
    const enough = targets.length * ENOUGH_EACH;
    const usual = bug === undefined ? REQUESTS : bug === "shuts" ? enough : REQUESTS_WITH_BUG;
    const wanted = countOption(args, "requests", usual);
    const tally = {
      sent: 0,
      errors: [] as string[],
      bare: [] as string[],
      statuses: {} as Record<string, number>,
      asked: new Set<string>(),
      reached: new Set<string>(SIGNED),
    };
    while (tally.sent < wanted) {
      const round = { world, targets, random, tally };
      await sendRound(round, Math.min(RENEWED_EVERY, wanted - tally.sent));
    }
    const complaints = world.complaints();
    for (const line of [...tally.errors, ...tally.bare, ...complaints].slice(0, SHOWN))
      say(`  ${line.slice(0, 1_500)}`);
    if (!world.server.isRunning()) tally.errors.push("The process has ended.");
    const serverErrors = tally.errors.length + complaints.length;
    const isShut = (what: string): boolean => wanted >= enough && !tally.reached.has(what);
    const unreached = [...tally.asked].filter(isShut);
    for (const what of unreached) say(`  never let past the door: ${what}`);
    return {
      figures: {
        fuzzRequests: tally.sent,
        fuzzTargets: targets.length,
        serverErrors,
        bareAnswers: tally.bare.length,
        targetsUnreached: unreached.length,
        fuzzStatuses: tally.statuses,
      },
      wrong: [
        ...(serverErrors === 0 ? [] : ["serverErrors"]),
        ...(tally.bare.length === 0 ? [] : ["bareAnswers"]),
        ...(unreached.length === 0 ? [] : ["targetsUnreached"]),
      ],
    };
  } finally {
    await world.remove();
  }
};

interface Round {
  world: SecurityWorld;
  targets: readonly Make[];
  random: Random;
  tally: {
    sent: number;
    errors: string[];
    bare: string[];
    statuses: Record<string, number>;
    /** What was sent to, and what of it was let past the door, once at least. */
    asked: Set<string>;
    reached: Set<string>;
  };
}

async function sendRound(round: Round, count: number): Promise<void> {
  const { world, targets, random, tally } = round;
  const maker = { random, idFor: await sampleIds(world.installation.runtime, random) };
  const callers = await createCallers(world);
  const requests = Array.from({ length: count }, (_, index) => {
    const make = targets[(tally.sent + index) % targets.length] ?? random.pick(targets);
    return { request: make(maker), caller: random.pick(callers) };
  });
  const next = requests.values();
  const work = async (): Promise<void> => {
    for (const { request, caller } of next) {
      tally.sent++;
      await sendOne(round, { request, caller });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  say(`  ${tally.sent} sent, ${tally.errors.length} failed`);
}

type NamedCaller = { name: string; caller: Caller | null };

async function createCallers(world: SecurityWorld): Promise<NamedCaller[]> {
  const names = ["viewer", "operator", "operator", "admin", "admin", "admin", "admin"] as const;
  const people = await Promise.all(
    names.map(async (role) => ({ name: role, caller: await createCaller(world, { role }) })),
  );
  return [...people, { name: "nobody", caller: null }];
}

async function sendOne(
  round: Round,
  of: { request: FuzzRequest; caller: NamedCaller },
): Promise<void> {
  const { world, tally } = round;
  const { request, caller } = of;
  const isAction = "next-action" in request.headers;
  const identity = isAction ? caller.caller?.browser : caller.caller?.script;
  const { body, method, goneAfterMs } = request;
  const ending = endAfter(goneAfterMs ?? WAIT_MS_MAX);
  const { signal } = ending;
  let response: Response | undefined;
  try {
    const asked = fetchAgain(new URL(request.path, world.url), {
      method,
      headers: { origin: world.url, ...identity, ...request.headers },
      ...(body === undefined || method === "GET" || method === "HEAD" ? {} : { body }),
      redirect: "manual",
      signal,
    });
    response = await orAborted(asked, signal);
    const verdict = await orAborted(judgeAnswer(response), signal);
    tally.asked.add(request.what);
    if (verdict.isReached) tally.reached.add(request.what);
    const told = `${request.what} by ${caller.name}: ${response.status} ${verdict.why} ${describe(request)}`;
    tally.statuses[response.status] = (tally.statuses[response.status] ?? 0) + 1;
    if (verdict.isError) tally.errors.push(told);
    else if (verdict.isBare) tally.bare.push(told);
  } catch (error) {
    if (goneAfterMs !== undefined && signal.aborted) return;
    if (response?.ok === true && (await isPutOut(world, identity))) {
      tally.statuses[BROKEN_OFF] = (tally.statuses[BROKEN_OFF] ?? 0) + 1;
      return;
    }
    tally.errors.push(
      `${request.what} by ${caller.name}: ${String(error)} ${String(Reflect.get(Object(error), "cause"))} ${describe(request)}`,
    );
  } finally {
    ending.done();
  }
}

/** What a client that went away waits for may never settle (Node 20): the signal ends it all the same. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

const BROKEN_OFF = "200, broken off";

/** Another request has ended their session: an answer that had begun breaks off then. */
async function isPutOut(
  world: SecurityWorld,
  identity: Record<string, string> | undefined,
): Promise<boolean> {
  if (identity === undefined) return false;
  const { status } = await fetch(new URL("/api/me", world.url), { headers: identity });
  return status === 401;
}

/** A connection that the server had just closed for idleness is opened anew, once. */
async function fetchAgain(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { code }: { code?: unknown } = Object(Reflect.get(Object(error), "cause"));
    if (code !== "ECONNRESET" && code !== "UND_ERR_SOCKET") throw error;
    return fetch(url, init);
  }
}

function describe({ path, headers, body }: FuzzRequest): string {
  const sent = typeof body === "string" ? body.slice(0, 400) : String(body ?? "");
  return `${path.slice(0, 300)} ${JSON.stringify(headers)} ${sent}`;
}
