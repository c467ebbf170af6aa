import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { beginSignIn } from "../auth/begin-sign-in";
import { endSession } from "../auth/end-session";
import { FinishSignInInput, finishSignIn } from "../auth/finish-sign-in";
import type { SessionWithUser } from "../auth/sessions.repo";
import { PasswordSignInInput } from "../auth/sign-in";
import type { Context } from "../context";
import type { ActionSpec } from "./action";
import { safeLocalPath } from "./local-path";
import {
  clearChallengeCookie,
  findChallengeId,
  setChallengeCookie,
  setSessionCookie,
} from "./session";
import { FIRST_PASSWORD_PATH, SIGN_IN_CODE_PATH } from "./session-paths";

const Next = z.string().max(2_000).optional();

const PasswordForm = PasswordSignInInput.extend({ next: Next });

/** The first page: it leads on to the second where a code is owed. */
export const signInFromForm: ActionSpec<typeof PasswordForm, undefined> = {
  permission: "public",
  input: PasswordForm,
  async run(ctx, { username, password, next }) {
    const begun = await beginSignIn(ctx, { username, password, userAgent: await userAgent() });
    if (begun.kind === "codeOwed") {
      await setChallengeCookie(begun.challengeId);
      redirect(`${SIGN_IN_CODE_PATH}?next=${encodeURIComponent(safeLocalPath(next))}`);
    }
    await enter(ctx, begun.signedIn);
    redirect(firstPage(begun.signedIn, safeLocalPath(next)));
  },
};

const CodeForm = FinishSignInInput.extend({ next: Next });

/** The second page. */
export const finishSignInFromForm: ActionSpec<typeof CodeForm, undefined> = {
  permission: "public",
  input: CodeForm,
  async run(ctx, { code, next }) {
    const challengeId = await findChallengeId();
    const given = { code, challengeId, userAgent: await userAgent() };
    const { taken, ...signedIn } = await finishSignIn(ctx, given);
    await clearChallengeCookie();
    await enter(ctx, signedIn);
    // Whoever needed one should know how many are left, and set up the next authenticator.
    const wanted = taken.kind === "recovery" ? "/account?recovered=1" : safeLocalPath(next);
    redirect(firstPage(signedIn, wanted));
  },
};

/** The browser has signed in fully. */
async function enter(ctx: Context, { session }: SessionWithUser): Promise<void> {
  // The browser's earlier session would live on without anyone holding its cookie.
  if (ctx.actor.type === "user") await endSession(ctx);
  await setSessionCookie(session);
}

function firstPage({ user }: SessionWithUser, wanted: string): string {
  return user.mustChangePassword ? FIRST_PASSWORD_PATH : wanted;
}

async function userAgent(): Promise<string> {
  return (await headers()).get("user-agent") ?? "";
}
