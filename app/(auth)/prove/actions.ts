"use server";

import { proveFromForm } from "#lib/web/account-actions";
import { defineFormAction } from "#lib/web/action";

export const proveAction = defineFormAction(proveFromForm);
