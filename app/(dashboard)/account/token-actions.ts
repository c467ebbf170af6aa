"use server";

import { z } from "zod";
import { createToken } from "#lib/users/tokens/create-token";
import { revokeOwnToken } from "#lib/users/tokens/revoke-token";
import { CreateTokenInput } from "#lib/users/tokens/schemas";
import { defineAction } from "#lib/web/action";

export const createTokenAction = defineAction({
  permission: "account.secure",
  input: CreateTokenInput,
  run: createToken,
});

export const revokeTokenAction = defineAction({
  permission: "account.self",
  input: z.object({ tokenId: z.string() }),
  run: revokeOwnToken,
});
