"use server";

import { defineAction } from "#lib/web/action";
import { choosePasswordHere, findLinkHere } from "#lib/web/password-link-actions";

export const findLinkAction = defineAction(findLinkHere);

export const choosePasswordAction = defineAction(choosePasswordHere);
