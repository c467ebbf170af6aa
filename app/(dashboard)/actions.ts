"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession } from "#lib/auth/end-session";
import { defineFormAction } from "#lib/web/action";
import { SIGN_IN_PATH, clearSessionCookie } from "#lib/web/session";

export const signOutAction = defineFormAction({
  permission: "signedIn",
  input: z.object({}),
  run: async (ctx) => {
    await endSession(ctx);
    await clearSessionCookie();
    redirect(SIGN_IN_PATH);
  },
});
