import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession } from "../auth/end-session";
import { ProveIdentityInput, proveIdentity } from "../auth/prove-identity";
import { changePassword } from "../users/change-password";
import { ChangePasswordInput } from "../users/schemas";
import type { ActionSpec } from "./action";
import { safeLocalPath } from "./local-path";
import { SIGN_IN_PATH, clearSessionCookie, setSessionCookie } from "./session";

const Next = z.string().max(2_000).optional();

const Nothing = z.unknown();

export const signOutHere: ActionSpec<typeof Nothing, undefined> = {
  permission: "public",
  input: Nothing,
  async run(ctx) {
    if (ctx.actor.type === "user") await endSession(ctx);
    await clearSessionCookie();
    redirect(SIGN_IN_PATH);
  },
};

const ChangePasswordForm = ChangePasswordInput.extend({
  repeatPassword: z.string().max(1_000).optional(),
  next: Next,
}).refine((form) => form.repeatPassword === undefined || form.repeatPassword === form.newPassword, {
  path: ["repeatPassword"],
  error: "This is not the same as the new password.",
});

export const changeOwnPassword: ActionSpec<typeof ChangePasswordForm, undefined> = {
  permission: "account.self",
  input: ChangePasswordForm,
  async run(ctx, { currentPassword, newPassword, next }) {
    const { session } = await changePassword(ctx, { currentPassword, newPassword });
    await setSessionCookie(session);
    redirect(safeLocalPath(next));
  },
};

const ProveForm = ProveIdentityInput.safeExtend({ next: Next });

export const proveFromForm: ActionSpec<typeof ProveForm, undefined> = {
  permission: "account.self",
  input: ProveForm,
  async run(ctx, { next, ...given }) {
    const { session } = await proveIdentity(ctx, given);
    await setSessionCookie(session);
    redirect(safeLocalPath(next));
  },
};
