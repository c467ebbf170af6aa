import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { hasLiveChallenge } from "../auth/finish-sign-in";
import type { SessionRow } from "../auth/sessions.repo";
import type { Context } from "../context";
import { NotFoundError } from "../errors";
import { getRuntime } from "../runtime";
import { cookieValue } from "./cookie-names";
import { makeCsrfToken } from "./csrf";
import { makeDeviceCookie } from "./device-cookie";
import { LIVE_REFRESH_COOKIE } from "./live-refresh.pure";
import { safeLocalPath } from "./local-path";
import { PATH_HEADER } from "./page-headers";
import { identifyCaller, requestIdOf, type Caller } from "./request-context";
import {
  encodeChallenge,
  challengeCookie,
  readChallenge,
  CHALLENGE_MAX_AGE_SECONDS,
} from "./challenge-cookie";
import { FIRST_PASSWORD_PATH, SECOND_FACTOR_PATH, SIGN_IN_PATH } from "./session-paths";
import { readTasteCookie } from "./taste-cookie.pure";
import { SESSION_MAX_AGE_SECONDS, encodeSessionToken, sessionCookie } from "./session-cookie";

export { FIRST_PASSWORD_PATH, SIGN_IN_PATH };

/** One look-up per request. */
const findPageCaller = cache(async (): Promise<Caller> => {
  const runtime = getRuntime();
  const given = await pageHeaders();
  return identifyCaller(runtime, {
    headers: given,
    requestId: requestIdOf(runtime, given),
    counts: readTasteCookie((name) => cookieValue(given, name), LIVE_REFRESH_COOKIE) === null,
  });
});

/**
 * With the cookies as the browser has them next. The page that answers an action is rendered with the
 * headers from before it, and would send away whoever has a new session since.
 */
async function pageHeaders(): Promise<Headers> {
  const given = new Headers(await headers());
  const now = (await cookies()).getAll();
  const pairs = now.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  given.set("cookie", pairs.join("; "));
  return given;
}

/** The signed-in person's context, or null. */
export async function findPageContext(): Promise<Context | null> {
  const { ctx } = await findPageCaller();
  return ctx.actor.type === "user" ? ctx : null;
}

/** What this page's requests must hold; "" where there is no cookie to bind it to. */
export async function makePageToken(): Promise<string> {
  const { ctx, csrf } = await findPageCaller();
  return csrf === null ? "" : makeCsrfToken(ctx.runtime.config, csrf);
}

/** Every page starts with this; without a session, or while something is owed, it redirects. */
export async function requirePageContext(): Promise<Context> {
  const ctx = await requireSignedInPage();
  if (ctx.actor.type === "user" && ctx.actor.mustChangePassword) redirect(FIRST_PASSWORD_PATH);
  if (ctx.actor.type === "user" && ctx.actor.mustSetUpSecondFactor) redirect(SECOND_FACTOR_PATH);
  return ctx;
}

/** For the pages where what is owed is done: signed in, whatever is owed. */
export async function requireSignedInPage(): Promise<Context> {
  const ctx = await findPageContext();
  if (ctx) return ctx;
  const next = safeLocalPath((await headers()).get(PATH_HEADER));
  redirect(next === "/" ? SIGN_IN_PATH : `${SIGN_IN_PATH}?next=${encodeURIComponent(next)}`);
}

/** `const backup = await orNotFound(getBackup(ctx, { id }))`: unknown ids show the 404 page. */
export async function orNotFound<T>(wanted: Promise<T>): Promise<T> {
  try {
    return await wanted;
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    throw error;
  }
}

/**
 * In server actions only: hands the browser a session that exists as a row, after its user signed
 * in fully or proved it once more; the browser is one its user is known by from now on.
 */
export async function setSessionCookie(session: SessionRow): Promise<void> {
  const runtime = getRuntime();
  const { id: sessionId, userId } = session;
  const { name, options } = sessionCookie(runtime, new Headers(await headers()));
  const token = await encodeSessionToken(runtime, sessionId);
  (await cookies()).set(name, token, { ...options, maxAge: SESSION_MAX_AGE_SECONDS });
  await setDeviceCookie(userId);
}

/** In server actions only: after the user of this browser's session proved all that signing in asks. */
export async function setDeviceCookie(userId: string): Promise<void> {
  const given = new Headers(await headers());
  const { name, value, options } = await makeDeviceCookie(getRuntime(), { userId, headers: given });
  (await cookies()).set(name, value, options);
}

export async function clearSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie(getRuntime(), new Headers(await headers()));
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** In server actions only: what the page for the code finds the proven password by. */
export async function setChallengeCookie(challengeId: string): Promise<void> {
  const runtime = getRuntime();
  const { name, options } = challengeCookie(runtime, new Headers(await headers()));
  const token = await encodeChallenge(runtime, challengeId);
  (await cookies()).set(name, token, { ...options, maxAge: CHALLENGE_MAX_AGE_SECONDS });
}

export async function clearChallengeCookie(): Promise<void> {
  const { name, options } = challengeCookie(getRuntime(), new Headers(await headers()));
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The sign-in that this browser began, or null; whether it is worth anything its row knows. */
export async function findChallengeId(): Promise<string | null> {
  return readChallenge(getRuntime(), new Headers(await headers()));
}

/** Whether the page for the code has anything to ask for. */
export async function hasChallenge(): Promise<boolean> {
  return hasLiveChallenge(getRuntime(), await findChallengeId());
}
