import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { INSTANCE_KINDS } from "./alert-kinds";
import { clearEntities } from "./clear-alert";
import { groupNews } from "./group-news.pure";
import { raiseAlerts, type AlertNews } from "./raise-alert";

/** An instance is a member of one alert at a time: it leaves those of its former trouble. */
export async function raiseForInstances(
  tx: Tx,
  ctx: Context,
  news: readonly AlertNews[],
): Promise<void> {
  for (const group of groupNews(news)) {
    await clearEntities(tx, ctx, {
      entityType: "instance",
      entityIds: group.members.map(({ entityId }) => entityId),
      kinds: INSTANCE_KINDS,
      reason: "It fails for another reason now.",
      exceptCause: group.news.cause,
    });
  }
  await raiseAlerts(tx, ctx, news);
}
