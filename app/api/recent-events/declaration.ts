import { RecentEventsDto } from "#lib/activity/dto";
import { listRecentEvents } from "#lib/activity/list-recent-events";
import { ListRecentEventsInput } from "#lib/activity/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const listLatestEvents = declareRoute({
  method: "GET",
  path: "/api/recent-events",
  summary: "What happened lately, in words: backups that ended, alerts, removals, acts of people",
  tag: "Backups",
  permission: "backups.read",
  query: ListRecentEventsInput,
  responses: { 200: RecentEventsDto },
  handle: async ({ ctx, query }) => ({
    status: 200,
    body: { items: await listRecentEvents(ctx, query) },
  }),
});
