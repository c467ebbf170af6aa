import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { alertUnreadable } from "./alert-unreadable";
import { findInactivity } from "./link-activity.pure";
import { planLinks } from "./plan-link";
import { listLinksById, listRestingLinks, type LinkFacts } from "./schedule-links.repo";

const LINKS_PER_WRITE = 20;

/**
 * Links that should run and have no next moment: their instance was thought gone and is back, or
 * their schedule can be read again. Those that get none are alerted.
 */
export async function reviveLinks(ctx: Context): Promise<void> {
  const { db } = ctx.runtime;
  const unreadable: LinkFacts[] = [];
  let afterId = "";
  for (;;) {
    const ids = await listRestingLinks(db.read, { afterId, limit: LINKS_PER_WRITE });
    const last = ids.at(-1);
    if (last === undefined) break;
    afterId = last;
    unreadable.push(...(await db.write((tx) => revive(tx, ctx, ids))));
    await letOthersRun();
  }
  await alertUnreadable(ctx, unreadable);
}

/** Answers with those that should run and still have no next moment. */
async function revive(tx: Tx, ctx: Context, ids: readonly string[]): Promise<LinkFacts[]> {
  const found = await listLinksById(tx, ids);
  const links = found.filter(({ link }) => link.nextDueAt === null);
  await planLinks(tx, ctx, { links, from: ctx.runtime.clock.now() });
  const planned = await listLinksById(tx, ids);
  return planned.filter((facts) => facts.link.nextDueAt === null && findInactivity(facts) === null);
}
