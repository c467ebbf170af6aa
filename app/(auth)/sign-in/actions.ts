"use server";

import { defineFormAction } from "#lib/web/action";
import { finishSignInFromForm, signInFromForm } from "#lib/web/sign-in-actions";

export const signInAction = defineFormAction(signInFromForm);
export const finishSignInAction = defineFormAction(finishSignInFromForm);
