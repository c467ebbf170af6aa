"use server";

import { z } from "zod";
import { activateUser } from "#lib/users/activate-user";
import { createUser } from "#lib/users/create-user";
import { deactivateUser } from "#lib/users/deactivate-user";
import { deleteUser } from "#lib/users/delete-user";
import { renewPasswordLink } from "#lib/users/renew-password-link";
import { resetSecondFactor } from "#lib/users/reset-second-factor";
import { resetUserPassword } from "#lib/users/reset-user-password";
import { revokePasswordLink } from "#lib/users/revoke-password-link";
import { CreateUserInput, UpdateUserInput, UserRef } from "#lib/users/schemas";
import { endSessionOf, endSessionsOfUser } from "#lib/users/sessions/end-sessions";
import { revokeTokenOf } from "#lib/users/tokens/revoke-token";
import { updateUser } from "#lib/users/update-user";
import { defineAction } from "#lib/web/action";

const permission = "users.write";
const Id = z.string().min(1).max(64);

export const createUserAction = defineAction({
  permission,
  input: CreateUserInput,
  run: (ctx, input) => createUser(ctx, input),
});

export const updateUserAction = defineAction({
  permission,
  input: UpdateUserInput,
  run: (ctx, input) => updateUser(ctx, input),
});

export const deactivateUserAction = defineAction({
  permission,
  input: UserRef,
  run: (ctx, input) => deactivateUser(ctx, input),
});

export const activateUserAction = defineAction({
  permission,
  input: UserRef,
  run: (ctx, input) => activateUser(ctx, input),
});

export const resetUserPasswordAction = defineAction({
  permission,
  input: UserRef,
  run: async (ctx, input) => (await resetUserPassword(ctx, input)).link,
});

export const renewPasswordLinkAction = defineAction({
  permission,
  input: UserRef,
  run: async (ctx, input) => (await renewPasswordLink(ctx, input)).link,
});

export const revokePasswordLinkAction = defineAction({
  permission,
  input: UserRef,
  run: async (ctx, input) => {
    await revokePasswordLink(ctx, input);
    return null;
  },
});

export const resetSecondFactorOfUserAction = defineAction({
  permission,
  input: UserRef,
  run: async (ctx, input) => {
    await resetSecondFactor(ctx, input);
    return null;
  },
});

export const deleteUserAction = defineAction({
  permission,
  input: UserRef,
  run: async (ctx, input) => {
    await deleteUser(ctx, input);
    return null;
  },
});

export const endSessionOfUserAction = defineAction({
  permission,
  input: UserRef.extend({ sessionId: Id }),
  run: async (ctx, input) => {
    await endSessionOf(ctx, input);
    return null;
  },
});

export const endSessionsOfUserAction = defineAction({
  permission,
  input: UserRef,
  run: (ctx, input) => endSessionsOfUser(ctx, input),
});

export const revokeTokenOfUserAction = defineAction({
  permission,
  input: UserRef.extend({ tokenId: Id }),
  run: async (ctx, input) => {
    await revokeTokenOf(ctx, input);
    return null;
  },
});
