import { login } from "../../../app/api/login/declaration";
import { proveMyself } from "../../../app/api/me/proof/declaration";
import { changeMyPassword } from "../../../app/api/me/password/declaration";
import { beginSignIn } from "#lib/auth/begin-sign-in";
import type { SessionWithUser } from "#lib/auth/sessions.repo";
import { PasswordSignInInput } from "#lib/auth/sign-in";
import { LimitExceededError, UnauthorizedError } from "#lib/errors";
import type { Runtime } from "#lib/runtime";
import { TEST_ORIGIN, callRoute, cookieOf } from "#lib/testing/web-client";
import type { ActionSpec } from "#lib/web/action";
import { makeCsrfToken } from "#lib/web/csrf";
import { CSRF_HEADER } from "#lib/web/csrf-names";
import { handleAction } from "#lib/web/handle-action";
import { handleNextAuth } from "#lib/web/next-auth-handler";

/** `checked`: the password or code was looked at; `limited`: it was refused without a look. */
export type Outcome = "signedIn" | "checked" | "limited";

export interface Guess {
  username: string;
  password: string;
  otp?: string;
  address: string;
  /** `name=value` of the cookies that this guesser has. */
  cookies?: readonly string[];
}

/** A way of trying a password, or a password with a code. */
export type Way = (runtime: Runtime, guess: Guess) => Promise<Outcome>;

export const byApi: Way = async (runtime, { username, password, otp, address }) => {
  const body = { username, password, ...(otp === undefined ? {} : { otp }) };
  return outcomeOf((await callRoute(runtime, login, { body, address })).status);
};

/** Through next-auth's own endpoint, as a form without our pages would. */
export const byNextAuth: Way = async (runtime, guess) =>
  (await signInByNextAuth(runtime, guess)).outcome;

/** As `byNextAuth`, with the cookies that the browser has afterwards. */
export async function signInByNextAuth(
  runtime: Runtime,
  guess: Guess,
): Promise<{ outcome: Outcome; cookies: string[] }> {
  const jar = new Map((guess.cookies ?? []).map(splitCookie));
  const send = async (path: string, form?: Record<string, string>): Promise<Response> => {
    const headers = {
      host: new URL(TEST_ORIGIN).host,
      "x-amivault-peer": guess.address,
      "x-forwarded-for": "192.0.2.1",
      cookie: linesOf(jar).join("; "),
    };
    const sent = form ? { method: "POST", body: new URLSearchParams(form), headers } : { headers };
    const request = new Request(`${TEST_ORIGIN}/api/auth/${path}`, sent);
    const answer = await handleNextAuth(runtime, { request, path: path.split("/") });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = splitCookie(line.split(";")[0] ?? "");
      jar.set(name, value);
    }
    return answer;
  };
  const { csrfToken } = (await (await send("csrf")).json()) as { csrfToken: string };
  const { username, password, otp } = guess;
  const answer = await send("callback/credentials", {
    csrfToken,
    username,
    password,
    ...(otp === undefined ? {} : { otp }),
  });
  const error = new URL(answer.headers.get("location") ?? "", TEST_ORIGIN).searchParams.get(
    "error",
  );
  const outcome = error === null ? "signedIn" : error === "limit_exceeded" ? "limited" : "checked";
  return { outcome, cookies: linesOf(jar).filter((line) => line.startsWith("amivault-device=")) };
}

/** What the page's form does, up to the cookies that only Next can set. */
const form: ActionSpec<typeof PasswordSignInInput, string> = {
  permission: "public",
  input: PasswordSignInInput,
  run: async (ctx, input) => (await beginSignIn(ctx, { ...input, userAgent: "" })).kind,
};

export const byForm: Way = async (runtime, { username, password, address }) => {
  const door = "door-of-a-guesser-00";
  const headers = new Headers({
    host: new URL(TEST_ORIGIN).host,
    origin: TEST_ORIGIN,
    "x-amivault-peer": address,
    cookie: `amivault-door=${door}`,
    [CSRF_HEADER]: makeCsrfToken(runtime.config, `door:${door}`),
  });
  try {
    const input = { username, password };
    await handleAction(runtime, form, { headers, requestId: "req_bench", input });
    return "signedIn";
  } catch (error) {
    if (error instanceof LimitExceededError) return "limited";
    if (error instanceof UnauthorizedError) return "checked";
    throw error;
  }
};

/** With a stolen session: what asks for the current password. */
export function bySession(stolen: SessionWithUser, what: "proof" | "password"): Way {
  return async (runtime, { password, address, cookies = [] }) => {
    const cookie = [await cookieOf(runtime, stolen.session.id), ...cookies].join("; ");
    const common = { as: stolen, address, headers: { cookie } };
    const answer =
      what === "proof"
        ? await callRoute(runtime, proveMyself, { ...common, body: { password } })
        : await callRoute(runtime, changeMyPassword, {
            ...common,
            body: { currentPassword: password, newPassword: "quiet-harbour-41-willow" },
          });
    return outcomeOf(answer.status);
  };
}

function outcomeOf(status: number): Outcome {
  if (status === 429) return "limited";
  if (status === 200) return "signedIn";
  if (status === 401 || status === 422) return "checked";
  throw new Error(`a guess was answered with ${status}`);
}

function splitCookie(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function linesOf(jar: ReadonlyMap<string, string>): string[] {
  return Array.from(jar, ([name, value]) => `${name}=${value}`);
}
