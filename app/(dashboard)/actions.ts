"use server";

import { changeOwnPassword, signOutHere } from "#lib/web/account-actions";
import { defineFormAction } from "#lib/web/action";

export const signOutAction = defineFormAction(signOutHere);

export const changePasswordAction = defineFormAction(changeOwnPassword);
