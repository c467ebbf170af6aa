"use server";

import { signInFromForm } from "#lib/web/account-actions";
import { defineFormAction } from "#lib/web/action";

export const signInAction = defineFormAction(signInFromForm);
