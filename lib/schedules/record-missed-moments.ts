import {
  addMissedToDays,
  createMissedBackups,
  type MissedBackup,
} from "../backups/create-missed-backups";
import { MISSED_CODE, missBackup } from "../backups/miss-backup";
import { DAY, toIso } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { MissedRange } from "./catch-up.pure";
import { insertOccurrences, listAwaitedBackups, listDueBackups } from "./occurrences.repo";
import type { LinkPlan } from "./plan-catch-up";
import type { LinkFacts } from "./schedule-links.repo";

const REASON = "AMIVault was not running, or its clock was wrong, when it was due.";

/** Everything before the newest moment: nobody was there for it, and the next one covers it. */
export async function recordMissedMoments(
  tx: Tx,
  ctx: Context,
  { facts, plan }: { facts: LinkFacts; plan: LinkPlan },
): Promise<void> {
  const { earlier, range } = plan;
  if (earlier.length === 0) return;
  const { target, schedule } = facts;
  const first = range === null ? [] : [{ dueAt: range.from, reason: describe(range) }];
  const moments = [...first, ...earlier.map((dueAt) => ({ dueAt, reason: REASON }))];
  const written = await createMissedBackups(tx, ctx, {
    target,
    moments,
    startWindowMs: schedule.startWindowMs,
    code: MISSED_CODE,
  });
  await insertOccurrences(tx, toOccurrences(ctx, { facts, written, range }));
  await missExpected(tx, ctx, { facts, moments, written });
  if (range !== null) {
    await addMissedToDays(tx, { instanceRef: target.id, days: daysOf(range) });
  }
}

function toOccurrences(
  ctx: Context,
  input: {
    facts: LinkFacts;
    written: ReadonlyMap<number, MissedBackup>;
    range: MissedRange | null;
  },
) {
  const { facts, written, range } = input;
  const now = ctx.runtime.clock.now();
  return Array.from(written, ([dueAt, { backupId }]) => ({
    id: newId("occ", now, ctx.runtime.random),
    linkId: facts.link.id,
    instanceRef: facts.target.id,
    dueAt,
    backupId,
    createdAt: now,
    ...(range?.from === dueAt && range.count > 1
      ? { count: range.count, rangeEndAt: range.to }
      : { count: 1, rangeEndAt: null }),
  }));
}

/** The row that was announced; not if it is also the moment another schedule still waits for. */
async function missExpected(
  tx: Tx,
  ctx: Context,
  input: {
    facts: LinkFacts;
    moments: ReadonlyArray<{ dueAt: number; reason: string }>;
    written: ReadonlyMap<number, MissedBackup>;
  },
): Promise<void> {
  const { facts, moments, written } = input;
  const linkId = facts.link.id;
  const expected = moments.filter(({ dueAt }) => written.get(dueAt)?.status === "expected");
  if (expected.length === 0) return;
  const rows = await listDueBackups(
    tx,
    expected.map(({ dueAt }) => ({ linkId, dueAt })),
  );
  const backupIds = rows.map(({ backup }) => backup.id);
  const awaited = await listAwaitedBackups(tx, { backupIds, exceptLinkId: linkId });
  const reasons = new Map(moments.map(({ dueAt, reason }) => [dueAt, reason]));
  for (const { backup, dueAt } of rows) {
    if (awaited.has(backup.id)) continue;
    await missBackup(tx, ctx, { backup, reason: reasons.get(dueAt) ?? REASON });
  }
}

function describe({ from, to, count }: MissedRange): string {
  if (count === 1) return REASON;
  return `AMIVault was not running, or its clock was wrong, when ${count} runs were due, from ${toIso(from)} to ${toIso(to)}.`;
}

/** Its first moment has a backup of its own, which counts itself. */
function daysOf(range: MissedRange): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  const firstDay = Math.floor(range.from / DAY);
  for (const [day, count] of range.perDay) {
    const rest = day === firstDay ? count - 1 : count;
    if (rest > 0) days.set(toIso(day * DAY).slice(0, 10), rest);
  }
  return days;
}
