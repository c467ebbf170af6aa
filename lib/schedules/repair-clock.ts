import { setImmediate as letOthersRun } from "node:timers/promises";
import { dropFutureMissed, takeFromDays } from "../backups/drop-future-missed";
import { SECOND } from "../clock";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import type { Runtime } from "../runtime";
import {
  deleteFutureMissed,
  findOpenRange,
  listHandledMoments,
  listWaitingLinks,
  shortenRange,
  type WaitingLink,
} from "./clock-repair.repo";
import { listExclusions } from "./exclusion-windows.repo";
import { findExclusion, windowsOf } from "./exclusion.pure";
import { dueBetween, nextDue } from "./next-runs.pure";
import { planLinks } from "./plan-link";
import { listLinksById, type LinkFacts } from "./schedule-links.repo";

const LINKS_PER_READ = 200;
/** Of one row's moments, as many are taken out of the days; far more than a heat map shows. */
const MOMENTS_MAX = 20_000;

const lastTickAt = new WeakMap<Runtime, number>();

/**
 * After the clock was set back, or before the first tick of a process, whose predecessor may have
 * had another clock: links that wait for a later moment than their schedule has next. What ran is
 * not run again; what was written as missed and has not come yet is due again.
 */
export async function repairAfterClock(ctx: Context): Promise<void> {
  const { runtime } = ctx;
  const now = runtime.clock.now();
  const last = lastTickAt.get(runtime);
  lastTickAt.set(runtime, now);
  if (last !== undefined && now >= last - SECOND) return;
  const repaired = await repairLinks(ctx, now);
  if (repaired > 0) {
    runtime.log.warn(
      { links: repaired },
      "the clock was ahead: runs that have not come are due again",
    );
  }
}

/** Answers with how many were planned anew. */
export async function repairLinks(ctx: Context, now: number): Promise<number> {
  let repaired = 0;
  for await (const link of listLateLinks(ctx, now)) {
    if (await repairLink(ctx, link.linkId)) repaired += 1;
    await letOthersRun();
  }
  return repaired;
}

/** Links that wait for a later moment than their schedule has next, whether it was handled or not. */
export async function* listLateLinks(ctx: Context, now: number): AsyncGenerator<WaitingLink> {
  const { read } = ctx.runtime.db;
  const nextBySchedule = new Map<string, number | null>();
  let afterId = "";
  for (;;) {
    const links = await listWaitingLinks(read, { now, afterId, limit: LINKS_PER_READ });
    for (const link of links) {
      const next = readNext(nextBySchedule, link, now);
      if (next === null || link.nextDueAt === null || next >= link.nextDueAt) continue;
      yield link;
    }
    afterId = links.at(-1)?.linkId ?? afterId;
    if (links.length < LINKS_PER_READ) return;
    await letOthersRun();
  }
}

/** Whether a moment before the one it waits for is still to be run. */
export async function isLate(q: Queryable, linkId: string, now: number): Promise<boolean> {
  const [facts] = await listLinksById(q, [linkId]);
  if (!facts || facts.link.nextDueAt === null) return false;
  const handled = await listHandledMoments(q, { linkId, now });
  const from = lastHandled({ facts, handled, now });
  return nextDue({ schedule: facts.schedule, after: from }) < facts.link.nextDueAt;
}

function readNext(
  known: Map<string, number | null>,
  { cron, zone }: WaitingLink,
  now: number,
): number | null {
  const key = `${cron}/${zone}`;
  if (!known.has(key)) known.set(key, nextOrNull({ cron, zone }, now));
  return known.get(key) ?? null;
}

function nextOrNull(schedule: { cron: string; zone: string }, after: number): number | null {
  try {
    return nextDue({ schedule, after });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** False where everything before the moment it waits for was handled already. */
async function repairLink(ctx: Context, linkId: string): Promise<boolean> {
  return ctx.runtime.db.write(async (tx) => {
    const now = ctx.runtime.clock.now();
    const [facts] = await listLinksById(tx, [linkId]);
    if (!facts || facts.link.nextDueAt === null) return false;
    const handled = await listHandledMoments(tx, { linkId, now });
    const from = lastHandled({ facts, handled, now });
    if (nextDue({ schedule: facts.schedule, after: from }) >= facts.link.nextDueAt) return false;
    await takeBackMissed(tx, ctx, facts);
    await planLinks(tx, ctx, { links: [facts], from });
    return true;
  });
}

/** From `now` on, the moments that were run ahead of time count as run. */
function lastHandled(input: {
  facts: LinkFacts;
  handled: ReadonlySet<number>;
  now: number;
}): number {
  const { facts, handled, now } = input;
  let from = now;
  for (;;) {
    const moment = nextDue({ schedule: facts.schedule, after: from });
    if (!handled.has(moment)) return from;
    from = moment;
  }
}

async function takeBackMissed(tx: Tx, ctx: Context, facts: LinkFacts): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { link, schedule, target } = facts;
  const instanceRef = target.id;
  const windows = windowsOf(await listExclusions(tx), schedule.id);
  const { backupIds, ranges } = await deleteFutureMissed(tx, { linkId: link.id, now });
  await dropFutureMissed(tx, ctx, { instanceRef, backupIds });
  const open = await findOpenRange(tx, { linkId: link.id, now });
  if (open?.rangeEndAt) ranges.push({ from: now, to: open.rangeEndAt });
  const momentsOf = (from: number, to: number) =>
    dueBetween({ schedule, from, to, limit: MOMENTS_MAX });
  for (const { from, to } of ranges) {
    const missed = momentsOf(from, to).filter((at) => findExclusion({ windows, at }) === null);
    await takeFromDays(tx, { instanceRef, moments: missed });
  }
  if (!open) return;
  const left = [open.dueAt, ...momentsOf(open.dueAt, now)];
  const rangeEndAt = left.length > 1 ? (left.at(-1) ?? null) : null;
  await shortenRange(tx, { id: open.id, count: left.length, rangeEndAt });
}
