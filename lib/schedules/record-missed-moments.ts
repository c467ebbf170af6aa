import { awaitAws, isAwaited, lookForMissed } from "../backups/await-aws";
import {
  addToDays,
  createPassedBackups,
  type PassedBackup,
  type PassedMoment,
} from "../backups/create-passed-backups";
import { MISSED_CODE, missBackup } from "../backups/miss-backup";
import { excludedBy, skipBackup } from "../backups/skip-backup";
import { DAY, toIso } from "../clock";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { CatchUp, MissedRange } from "./catch-up.pure";
import { isFiredByAws } from "./fired-by.pure";
import { insertOccurrences, listAwaitedBackups, readDueBackups } from "./occurrences.repo";
import type { LinkPlan } from "./plan-catch-up";
import type { LinkFacts } from "./schedule-links.repo";

const REASON = "AMIVault was not running, or its clock was wrong, when it was due.";

const ADOPTED_LATER =
  " Images that AWS made by itself then are adopted when the account is compared with AWS.";

/**
 * Everything before the newest moment: nobody was there for it, and the next one covers it. What
 * lay in an exclusion window is written as skipped; what AWS fired by itself is looked for.
 */
export async function recordMissedMoments(
  tx: Tx,
  ctx: Context,
  { facts, plan }: { facts: LinkFacts; plan: LinkPlan },
): Promise<void> {
  const { earlier, range } = plan;
  if (earlier.length === 0) return;
  const { target, schedule } = facts;
  const ofEarlier = (passed: CatchUp["earlier"][number]): PassedMoment =>
    passed.excludedBy === null && isFiredByAws(facts, passed.dueAt)
      ? { dueAt: passed.dueAt, status: "expected", reason: null, code: null }
      : ofOne(passed);
  const moments = [
    ...(range === null ? [] : [ofRange(range, isFiredByAws(facts, range.from))]),
    ...earlier.map(ofEarlier),
  ];
  const written = await createPassedBackups(tx, ctx, {
    target,
    moments,
    startWindowMs: schedule.startWindowMs,
  });
  await insertOccurrences(tx, toOccurrences(ctx, { facts, written, range }));
  await endExpected(tx, ctx, { facts, moments, written });
  if (range !== null) await addRange(tx, target.id, range);
}

function ofOne({ dueAt, excludedBy: window }: CatchUp["earlier"][number]): PassedMoment {
  return window === null
    ? { dueAt, status: "missed", reason: REASON, code: MISSED_CODE }
    : { dueAt, status: "skipped", reason: excludedBy(window), code: "excluded" };
}

function ofRange(range: MissedRange, isAws: boolean): PassedMoment {
  const { from: dueAt, to, count } = range;
  const skipped = sum(range.skippedPerDay);
  const when = `from ${toIso(dueAt)} to ${toIso(to)}`;
  if (skipped === count) {
    const reason = `${count} runs, ${when}, fell into exclusion windows.`;
    return { dueAt, status: "skipped", reason, code: "excluded" };
  }
  const also = skipped === 0 ? "" : ` ${skipped} of them fell into exclusion windows.`;
  const missed = `AMIVault was not running, or its clock was wrong, when ${count} runs were due, ${when}.${also}${isAws ? ADOPTED_LATER : ""}`;
  return { dueAt, status: "missed", reason: count === 1 ? REASON : missed, code: MISSED_CODE };
}

function toOccurrences(
  ctx: Context,
  input: {
    facts: LinkFacts;
    written: ReadonlyMap<number, PassedBackup>;
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
async function endExpected(
  tx: Tx,
  ctx: Context,
  input: {
    facts: LinkFacts;
    moments: readonly PassedMoment[];
    written: ReadonlyMap<number, PassedBackup>;
  },
): Promise<void> {
  const { facts, moments, written } = input;
  const linkId = facts.link.id;
  const { aws, ours: expected } = splitKnown({ moments, written });
  await awaitAws(tx, ctx, { backupIds: aws.expected, lookAt: ctx.runtime.clock.now() });
  await lookForMissed(tx, ctx, aws.missed);
  if (expected.length === 0) return;
  const rows = await readDueBackups(
    tx,
    expected.map(({ dueAt }) => ({ linkId, dueAt })),
  );
  const backupIds = rows.map(({ backup }) => backup.id);
  const awaited = await listAwaitedBackups(tx, { backupIds, exceptLinkId: linkId });
  const momentAt = new Map(moments.map((moment) => [moment.dueAt, moment]));
  for (const { backup, dueAt } of rows) {
    const moment = momentAt.get(dueAt);
    if (!moment || moment.status === "expected") continue;
    if (awaited.has(backup.id) || isAwaited(backup)) continue;
    const { reason, status } = moment;
    if (status === "missed") await missBackup(tx, ctx, { backup, reason });
    else await skipBackup(tx, ctx, { backup, reason: "excluded", message: reason });
  }
}

/** What the ledger had before, and is not as it is to be. */
function splitKnown(input: {
  moments: readonly PassedMoment[];
  written: ReadonlyMap<number, PassedBackup>;
}) {
  const aws: Record<"expected" | "missed", string[]> = { expected: [], missed: [] };
  const ours: PassedMoment[] = [];
  for (const moment of input.moments) {
    const known = input.written.get(moment.dueAt);
    if (!known || known.isNew) continue;
    const { status, backupId } = known;
    if (moment.status !== "expected") {
      if (status === "expected") ours.push(moment);
    } else if (status === "expected" || status === "missed") aws[status].push(backupId);
  }
  return { aws, ours };
}

/** Its row has a backup of its own, which counts itself. */
async function addRange(tx: Tx, instanceRef: string, range: MissedRange): Promise<void> {
  const { missedPerDay, skippedPerDay, from } = range;
  const ownDay = Math.floor(from / DAY);
  const isMissed = missedPerDay.size > 0;
  const missed = toDays(missedPerDay, isMissed ? ownDay : null);
  const skipped = toDays(skippedPerDay, isMissed ? null : ownDay);
  await addToDays(tx, { instanceRef, outcome: "missed", days: missed });
  await addToDays(tx, { instanceRef, outcome: "skipped", days: skipped });
}

function toDays(
  perDay: ReadonlyMap<number, number>,
  lessOneOn: number | null,
): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  for (const [day, count] of perDay) {
    const rest = day === lessOneOn ? count - 1 : count;
    if (rest > 0) days.set(toIso(day * DAY).slice(0, 10), rest);
  }
  return days;
}

function sum(perDay: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const count of perDay.values()) total += count;
  return total;
}
