import { pageOf } from "#lib/paging";
import { createToken } from "#lib/users/tokens/create-token";
import { NewTokenDto, PersonalTokenDto } from "#lib/users/tokens/dto";
import { listOwnTokens } from "#lib/users/tokens/list-tokens";
import { CreateTokenInput } from "#lib/users/tokens/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listMyTokens = declareRoute({
  method: "GET",
  path: "/api/tokens",
  summary: "Your personal tokens: what they may do, until when, last used; never the tokens",
  tag: "Account",
  permission: "account.self",
  responses: { 200: pageOf(PersonalTokenDto) },
  handle: async ({ ctx }) => ({ status: 200, body: await listOwnTokens(ctx) }),
});

// Not idempotent: the answer would be kept, and the token in it.
export const addToken = declareRoute({
  method: "POST",
  path: "/api/tokens",
  summary: "Make a personal token; this answer is the only one that holds it",
  tag: "Account",
  permission: "account.secure",
  body: CreateTokenInput,
  responses: { 201: NewTokenDto },
  handle: async ({ ctx, body }) => ({ status: 201, body: await createToken(ctx, body) }),
});
