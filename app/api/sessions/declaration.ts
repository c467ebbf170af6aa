import { pageOf } from "#lib/paging";
import { EndedSessionsDto, SessionDto } from "#lib/users/sessions/dto";
import { endOtherSessions } from "#lib/users/sessions/end-sessions";
import { listOwnSessions } from "#lib/users/sessions/list-sessions";
import { declareRoute } from "#lib/web/declare-route";

export const listMySessions = declareRoute({
  method: "GET",
  path: "/api/sessions",
  summary: "Your sessions: where, since when, last seen",
  tag: "Account",
  permission: "account.self",
  responses: { 200: pageOf(SessionDto) },
  handle: async ({ ctx }) => ({ status: 200, body: await listOwnSessions(ctx) }),
});

export const endMyOtherSessions = declareRoute({
  method: "DELETE",
  path: "/api/sessions",
  summary: "End all of your sessions but this one",
  tag: "Account",
  permission: "account.self",
  responses: { 200: EndedSessionsDto },
  handle: async ({ ctx }) => ({ status: 200, body: { ended: await endOtherSessions(ctx) } }),
});
