import { z } from "zod";
import { UserWithLinkDto } from "#lib/users/managed-user-dto";
import { renewPasswordLink } from "#lib/users/renew-password-link";
import { revokePasswordLink } from "#lib/users/revoke-password-link";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });
const path = "/api/users/{id}/link";
const tag = "Users";

export const renewLinkOfUser = declareRoute({
  method: "POST",
  path,
  summary: "A new one-time link for whoever has not chosen a password yet; the one before ends",
  tag,
  permission: "users.write",
  params,
  responses: { 200: UserWithLinkDto },
  handle: async ({ ctx, params }) => ({
    status: 200,
    body: await renewPasswordLink(ctx, { userId: params.id }),
  }),
});

export const revokeLinkOfUser = declareRoute({
  method: "DELETE",
  path,
  summary: "Take back the open link of a user",
  tag,
  permission: "users.write",
  params,
  responses: { 204: null },
  handle: async ({ ctx, params }) => {
    await revokePasswordLink(ctx, { userId: params.id });
    return { status: 204 };
  },
});
