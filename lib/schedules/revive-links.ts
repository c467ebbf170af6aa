import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { planLinks } from "./plan-link";
import { listLinksById, listRestingLinks } from "./schedule-links.repo";

const LINKS_PER_WRITE = 20;

/**
 * Links that should run and have no next moment: their instance was thought gone and is back, or
 * their schedule can be read again.
 */
export async function reviveLinks(ctx: Context): Promise<void> {
  const { db } = ctx.runtime;
  let afterId = "";
  for (;;) {
    const ids = await listRestingLinks(db.read, { afterId, limit: LINKS_PER_WRITE });
    const last = ids.at(-1);
    if (last === undefined) return;
    afterId = last;
    await db.write(async (tx) => {
      const found = await listLinksById(tx, ids);
      const links = found.filter(({ link }) => link.nextDueAt === null);
      await planLinks(tx, ctx, { links, from: ctx.runtime.clock.now() });
    });
    await letOthersRun();
  }
}
