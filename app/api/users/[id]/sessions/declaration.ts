import { z } from "zod";
import { pageOf } from "#lib/paging";
import { EndedSessionsDto, SessionDto } from "#lib/users/sessions/dto";
import { endSessionsOfUser } from "#lib/users/sessions/end-sessions";
import { listSessions } from "#lib/users/sessions/list-sessions";
import { declareRoute } from "#lib/web/declare-route";

const params = z.object({ id: z.string().min(1).max(64) });

export const listSessionsOfUser = declareRoute({
  method: "GET",
  path: "/api/users/{id}/sessions",
  summary: "A user's sessions: where, since when, last seen",
  tag: "Users",
  permission: "users.read",
  params,
  responses: { 200: pageOf(SessionDto) },
  handle: async ({ ctx, params: { id: userId } }) => ({
    status: 200,
    body: await listSessions(ctx, { userId }),
  }),
});

export const endAllSessionsOfUser = declareRoute({
  method: "DELETE",
  path: "/api/users/{id}/sessions",
  summary: "End all sessions of a user, but the one that asks",
  tag: "Users",
  permission: "users.write",
  params,
  responses: { 200: EndedSessionsDto },
  handle: async ({ ctx, params: { id: userId } }) => ({
    status: 200,
    body: { ended: await endSessionsOfUser(ctx, { userId }) },
  }),
});
