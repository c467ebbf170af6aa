import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Context } from "../context";
import { isBusy } from "../db/busy";
import { toError } from "../errors";
import { isBrokenDatabase } from "../queue/broken-database";
import { advanceLinks } from "./advance-links";
import { createCatchUpPlanner, toSteps, type LinkPlan } from "./plan-catch-up";
import { listDueLinks, type DueLinkCursor, type LinkFacts } from "./schedule-links.repo";

export interface AdvanceOptions {
  /** Only this schedule's links. */
  scheduleId?: string;
  /** How many transactions at most; what is left is still due afterwards. */
  writesMax: number;
}

/** One transaction holds up this process as long as it lasts: these keep it to some 10 ms. */
const LINKS_PER_WRITE = 25;
const ROWS_PER_WRITE = 350;
const LINKS_PER_READ = 200;

/**
 * Moves every due link past its moments, in small transactions, oldest moment first. True when
 * nothing that is due was left for later.
 */
export async function advanceDueLinks(ctx: Context, options: AdvanceOptions): Promise<boolean> {
  const { db, clock } = ctx.runtime;
  const { writesMax, ...filter } = options;
  const now = clock.now();
  const plan = createCatchUpPlanner(now);
  let after: DueLinkCursor | null = null;
  let writes = 0;
  for (;;) {
    const due: LinkFacts[] = await listDueLinks(db.read, {
      now,
      limit: LINKS_PER_READ,
      after,
      ...filter,
    });
    after = cursorOf(due) ?? after;
    const plans: LinkPlan[] = [];
    for (const facts of due) {
      const planned = await plan(facts);
      if (planned) plans.push(planned);
    }
    for (const part of toWrites(plans.flatMap(toSteps))) {
      if (writes >= writesMax) return false;
      writes += 1;
      await advancePart(ctx, part);
      await letOthersRun();
    }
    if (due.length < LINKS_PER_READ) return true;
  }
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

/** Links together in one transaction, by what they will write; steps of one link never are. */
function toWrites(plans: readonly LinkPlan[]): LinkPlan[][] {
  const writes: LinkPlan[][] = [];
  let rows = Infinity;
  for (const plan of plans) {
    const weight = 7 + 6 * (plan.earlier.length + (plan.range === null ? 0 : 1));
    const last = writes.at(-1);
    const fits = rows + weight <= ROWS_PER_WRITE && last?.at(-1)?.linkId !== plan.linkId;
    if (last && last.length < LINKS_PER_WRITE && fits) {
      last.push(plan);
      rows += weight;
    } else {
      writes.push([plan]);
      rows = weight;
    }
  }
  return writes;
}
