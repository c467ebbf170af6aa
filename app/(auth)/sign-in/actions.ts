"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { SignInInput, signIn } from "#lib/auth/sign-in";
import { defineFormAction } from "#lib/web/action";
import { safeLocalPath } from "#lib/web/local-path";
import { FIRST_PASSWORD_PATH, setSessionCookie } from "#lib/web/session";

const Input = SignInInput.extend({ next: z.string().optional() });

export const signInAction = defineFormAction({
  permission: "public",
  input: Input,
  run: async (ctx, { next, ...credentials }) => {
    const userAgent = (await headers()).get("user-agent") ?? "";
    const { session, user } = await signIn(ctx, { ...credentials, kind: "web", userAgent });
    await setSessionCookie(session.id);
    redirect(user.mustChangePassword ? FIRST_PASSWORD_PATH : safeLocalPath(next));
  },
});
