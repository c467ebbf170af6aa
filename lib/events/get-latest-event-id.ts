import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { selectLatestEventId } from "./outbox.repo";

/** Read before a page's data: `/api/events?after=<id>` then misses nothing that came since. */
export function getLatestEventId(ctx: Context): Promise<number> {
  requirePermission(ctx, "events.read");
  return selectLatestEventId(ctx.runtime.db.read);
}
