import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { isBusy } from "../db/busy";
import { toError } from "../errors";
import { isBrokenDatabase } from "../queue/broken-database";
import { advanceLinks } from "./advance-links";
import { createCatchUpPlanner, type LinkPlan } from "./plan-catch-up";
import { listDueLinks, type DueLinkCursor, type LinkFacts } from "./schedule-links.repo";

export interface AdvanceOptions {
  /** Only this schedule's links. */
  scheduleId?: string;
  /** How many links at most in this call; the rest is still due afterwards. */
  linksMax: number;
}

/** One transaction holds up this process as long as it lasts: these keep it to some 10 ms. */
const LINKS_PER_WRITE = 50;
const ROWS_PER_WRITE = 400;
const LINKS_PER_READ = 200;

/**
 * Moves every due link past its moments, in small transactions, oldest moment first. True when
 * nothing that is due was left for later.
 */
export async function advanceDueLinks(ctx: Context, options: AdvanceOptions): Promise<boolean> {
  const { db, clock } = ctx.runtime;
  const { linksMax, ...filter } = options;
  const now = clock.now();
  const plan = createCatchUpPlanner(now);
  let after: DueLinkCursor | null = null;
  for (let seen = 0; seen < linksMax;) {
    const limit = Math.min(LINKS_PER_READ, linksMax - seen);
    const due: LinkFacts[] = await listDueLinks(db.read, { now, limit, after, ...filter });
    after = cursorOf(due) ?? after;
    seen += due.length;
    const plans: LinkPlan[] = [];
    for (const facts of due) {
      const planned = await plan(facts);
      if (planned) plans.push(planned);
    }
    for (const part of toWrites(plans)) {
      await advancePart(ctx, part);
      await letOthersRun();
    }
    if (due.length < limit) return true;
  }
  return false;
}

/** What fails is tried link by link: one that cannot be moved holds up none of the others. */
async function advancePart(ctx: Context, plans: readonly LinkPlan[]): Promise<void> {
  try {
    await ctx.runtime.db.write((tx) => advanceLinks(tx, ctx, plans));
  } catch (error) {
    if (isBusy(error) || isBrokenDatabase(error)) throw error;
    const [only, ...others] = plans;
    if (others.length === 0) {
      ctx.runtime.log.error(
        { err: toError(error), linkId: only?.linkId },
        "a due moment cannot be handled; it stays due",
      );
      return;
    }
    for (const plan of plans) await advancePart(ctx, [plan]);
  }
}

function cursorOf(due: readonly LinkFacts[]): DueLinkCursor | null {
  const link = due.at(-1)?.link;
  return link && link.nextDueAt !== null ? { nextDueAt: link.nextDueAt, linkId: link.id } : null;
}

/** Links together in one transaction, by what they will write. */
function toWrites(plans: readonly LinkPlan[]): LinkPlan[][] {
  const writes: LinkPlan[][] = [];
  let rows = Infinity;
  for (const plan of plans) {
    const weight = 7 + 3 * (plan.earlier.length + (plan.range === null ? 0 : 1));
    const last = writes.at(-1);
    if (last && last.length < LINKS_PER_WRITE && rows + weight <= ROWS_PER_WRITE) {
      last.push(plan);
      rows += weight;
    } else {
      writes.push([plan]);
      rows = weight;
    }
  }
  return writes;
}
