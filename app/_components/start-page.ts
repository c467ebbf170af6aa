import { cache } from "react";
import type { Permission } from "#lib/auth/permissions";
import { mayDo } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import { getLatestEventId } from "#lib/events/get-latest-event-id";
import { requirePageContext } from "#lib/web/session";

export interface StartedPage {
  ctx: Context;
  now: number;
  /** Read before anything else: what is committed later reaches the page as an event. */
  eventId: number;
  may: (permission: Permission) => boolean;
}

/** Every page and its layout start here; one look-up for both. */
export const startPage = cache(async (): Promise<StartedPage> => {
  const ctx = await requirePageContext();
  return {
    ctx,
    now: ctx.runtime.clock.now(),
    eventId: await getLatestEventId(ctx),
    may: (permission) => mayDo(ctx, permission),
  };
});
