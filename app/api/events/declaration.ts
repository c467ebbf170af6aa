import { z } from "zod";
import { eventHubOf } from "#lib/events/event-hub";
import { declareRoute } from "#lib/web/declare-route";
import { streamEvents } from "#lib/web/sse";

const EventId = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const liveEvents = declareRoute({
  method: "GET",
  path: "/api/events",
  summary: "What changes, as server-sent events; at most five minutes a stream",
  tag: "Live",
  permission: "events.read",
  background: true,
  query: z.object({
    /** The last event the page knows of; the header Last-Event-ID of a reconnect comes first. */
    after: EventId.optional(),
  }),
  responses: { 200: "text/event-stream" },
  handle: async ({ ctx, query, request }) => {
    const resumed = EventId.safeParse(request.headers.get("last-event-id") || undefined);
    const afterId = resumed.data ?? query.after ?? null;
    const hub = eventHubOf(ctx.runtime);
    const body = await streamEvents(ctx, { hub, afterId, signal: request.signal });
    return {
      status: 200,
      body,
      headers: { "Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no" },
    };
  },
});
