"use server";

import { defineAction, defineFormAction } from "#lib/web/action";
import { changeOwnPassword, signInFromForm, signOutHere } from "#lib/web/account-actions";

/**
 * For `useActionState`. Fields: `username`, `password`, `next` (optional, a path of ours).
 * Redirects on success; `unauthorized` and `limit_exceeded` have one generic message each.
 */
export const signInAction = defineFormAction(signInFromForm);

/** Takes nothing, ends the session as a row, redirects to the sign-in page. */
export const signOutAction = defineAction(signOutHere);

/**
 * For `useActionState`. Fields: `currentPassword`, `newPassword`, `repeatPassword` (optional),
 * `next` (optional). Ends every other session and redirects to `next` or the dashboard.
 */
export const changePasswordAction = defineFormAction(changeOwnPassword);
