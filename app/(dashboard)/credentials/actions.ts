"use server";

import { addCredential } from "#lib/credentials/add-credential";
import { deleteCredential } from "#lib/credentials/delete-credential";
import { AddCredentialInput, CredentialRef, UpdateCredentialInput } from "#lib/credentials/schemas";
import { updateCredential } from "#lib/credentials/update-credential";
import { validateCredential } from "#lib/credentials/validate-credential";
import { defineAction } from "#lib/web/action";

export const addCredentialAction = defineAction({
  permission: "credentials.write",
  input: AddCredentialInput,
  run: async (ctx, input) => {
    const { id } = await addCredential(ctx, input);
    // The page that opens next says what it may do.
    await validateCredential(ctx, { credentialId: id });
    return { id };
  },
});

export const updateCredentialAction = defineAction({
  permission: "credentials.write",
  input: UpdateCredentialInput,
  run: async (ctx, input) => {
    const { id, permissionsCheckedAt } = await updateCredential(ctx, input);
    if (permissionsCheckedAt === null) await validateCredential(ctx, { credentialId: id });
    return { id };
  },
});

export const validateCredentialAction = defineAction({
  permission: "credentials.check",
  input: CredentialRef,
  run: async (ctx, input) => {
    const { ok, message, suggestion } = await validateCredential(ctx, input);
    return { ok, message, suggestion };
  },
});

export const deleteCredentialAction = defineAction({
  permission: "credentials.write",
  input: CredentialRef,
  run: async (ctx, input) => {
    await deleteCredential(ctx, input);
    return null;
  },
});
