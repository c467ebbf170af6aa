import { setImmediate as letOthersRun } from "node:timers/promises";
import { isAwaited } from "../backups/await-aws";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { isBusy } from "../db/busy";
import { toError } from "../errors";
import { isBrokenDatabase } from "../queue/broken-database";
import { advanceLinks } from "./advance-links";
import { listExclusions } from "./exclusion-windows.repo";
import { listDueBackups } from "./occurrences.repo";
import { createCatchUpPlanner, toSteps, type LinkPlan } from "./plan-catch-up";
import { queueNewest } from "./queue-newest";
import { listDueLinks, type DueLinkCursor, type LinkFacts } from "./schedule-links.repo";

export interface AdvanceOptions {
  /** Only this schedule's links. */
  scheduleId?: string;
  /** How many transactions at most; what is left is still due afterwards. */
  writesMax: number;
  /** Between the two passes, when there are two: what may start now is queued and committed. */
  onQueued?: () => Promise<void>;
}

/** One transaction holds up this process as long as it lasts: these keep it to some 10 ms. */
const LINKS_PER_WRITE = 50;
const ROWS_PER_WRITE = 350;
const LINKS_PER_READ = 200;

/**
 * Moves every due link past its moments, in small transactions, oldest moment first. Every link's
 * newest moment, which may still run, comes before what was missed: after a long downtime the
 * writing of that takes a while. So does planning what comes next, when many are due in one moment:
 * then all are queued before. True when nothing that is due was left for later.
 */
export async function advanceDueLinks(ctx: Context, options: AdvanceOptions): Promise<boolean> {
  const { db, clock } = ctx.runtime;
  const pass: Pass = {
    ctx,
    now: clock.now(),
    plan: createCatchUpPlanner(clock.now(), await listExclusions(db.read)),
    options,
    writesLeft: options.writesMax,
    isMany: false,
  };
  const allQueued = await forEachPage(pass, async (plans) => {
    const few = plans.length <= LINKS_PER_WRITE;
    pass.isMany ||= !few;
    const punctual = plans.filter(({ earlier }) => few && earlier.length === 0);
    const late = plans.filter(({ earlier }) => !few || earlier.length > 0);
    return (
      (await writeAll(pass, { plans: punctual, write: advanceLinks })) &&
      (await writeAll(pass, { plans: await listNewest(pass, late), write: queueNewest }))
    );
  });
  if (!allQueued) return false;
  if (pass.isMany) await options.onQueued?.();
  return forEachPage(pass, (plans) =>
    writeAll(pass, { plans: plans.flatMap(toSteps), write: advanceLinks }),
  );
}

interface Pass {
  ctx: Context;
  now: number;
  plan: ReturnType<typeof createCatchUpPlanner>;
  options: AdvanceOptions;
  writesLeft: number;
  /** More were due at once than one write takes. */
  isMany: boolean;
}

type Write = (tx: Tx, ctx: Context, plans: readonly LinkPlan[]) => Promise<unknown>;

/** False as soon as a page was not written to its end. */
async function forEachPage(
  pass: Pass,
  work: (plans: readonly LinkPlan[]) => Promise<boolean>,
): Promise<boolean> {
  const { scheduleId } = pass.options;
  const filter = scheduleId === undefined ? {} : { scheduleId };
  const { read } = pass.ctx.runtime.db;
  let after: DueLinkCursor | null = null;
  for (;;) {
    const page = { now: pass.now, limit: LINKS_PER_READ, after, ...filter };
    const due: LinkFacts[] = await listDueLinks(read, page);
    after = cursorOf(due) ?? after;
    const plans: LinkPlan[] = [];
    for (const facts of due) {
      const planned = await pass.plan(facts);
      if (planned) plans.push(planned);
    }
    if (!(await work(plans))) return false;
    if (due.length < LINKS_PER_READ) return true;
  }
}

/** Newest moments that may still run and that nothing was done for: a tick before may have. */
async function listNewest(pass: Pass, late: readonly LinkPlan[]): Promise<LinkPlan[]> {
  const open = late.filter(
    ({ latest, startWindowMs }) => latest !== null && latest + startWindowMs > pass.now,
  );
  const moments = open.map(({ linkId, latest }) => ({ linkId, dueAt: latest ?? 0 }));
  const known = await listDueBackups(pass.ctx.runtime.db.read, moments);
  const settled = new Set(
    known
      .filter((backup) => backup.status !== "expected" || isAwaited(backup))
      .map(({ linkId, dueAt }) => `${linkId} ${dueAt}`),
  );
  return open
    .filter(({ linkId, latest }) => !settled.has(`${linkId} ${latest}`))
    .map((plan) => ({ ...plan, earlier: [], range: null }));
}

/** False when there are no writes left for all of it. */
async function writeAll(
  pass: Pass,
  { plans, write }: { plans: readonly LinkPlan[]; write: Write },
): Promise<boolean> {
  for (const part of toWrites(plans)) {
    if (pass.writesLeft <= 0) return false;
    pass.writesLeft -= 1;
    await writePart(pass.ctx, part, write);
    await letOthersRun();
  }
  return true;
}

/** What fails is tried link by link: one that cannot be moved holds up none of the others. */
async function writePart(ctx: Context, plans: readonly LinkPlan[], write: Write): Promise<void> {
  try {
    await ctx.runtime.db.write((tx) => write(tx, ctx, plans));
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
    for (const plan of plans) await writePart(ctx, [plan], write);
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
