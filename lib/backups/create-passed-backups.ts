import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit";
import { toIso } from "../clock";
import type { Context } from "../context";
import { backupEvents, backups, instanceDays } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { BackupTarget } from "./backup-target.repo";
import { toBackupRow } from "./insert-backup";
import { recordStatusEffects } from "./record-status-effects";

/** A due moment that nobody was there for, as it is to stand in the ledger; `expected`: AWS fired it, and it is looked for at once. */
export type PassedMoment =
  | EndedMoment
  | { dueAt: number; status: "expected"; reason: null; code: null };

interface EndedMoment {
  dueAt: number;
  /** `skipped`: it was not to run. */
  status: "missed" | "skipped";
  reason: string;
  code: string;
}

export interface PassedMoments {
  target: BackupTarget;
  /** Oldest first. */
  moments: readonly PassedMoment[];
  startWindowMs: number;
}

/** What became of a moment, whether it is written now or was known before. */
export interface PassedBackup {
  backupId: string;
  status: BackupStatus;
  isNew: boolean;
}

/**
 * Many moments of one instance that have passed. The newest, and the newest that was missed, are told
 * and audited as any backup that ends; the others share one audit entry, which says how many.
 */
export async function createPassedBackups(
  tx: Tx,
  ctx: Context,
  passed: PassedMoments,
): Promise<ReadonlyMap<number, PassedBackup>> {
  const { moments, target } = passed;
  const inserted = await insertRows(tx, ctx, passed);
  const created = inserted.filter((each) => hasEnded(each));
  const newest = created.at(-1);
  if (newest) {
    const missed = created.findLast(({ status }) => status === "missed");
    const told = missed && missed !== newest ? [missed, newest] : [newest];
    const others = created.filter((each) => !told.includes(each));
    for (const status of ["missed", "skipped"] as const) {
      const alike = others.filter((other) => other.status === status);
      await recordOthers(tx, ctx, { others: alike, status, target });
    }
    for (const each of told) await tellOne(tx, ctx, each);
  }
  const written = new Map<number, PassedBackup>(
    inserted.map(({ id, dueAt, status }) => [dueAt, { backupId: id, status, isNew: true }]),
  );
  const known = moments.filter(({ dueAt }) => !written.has(dueAt));
  for (const { dueAt, ...backup } of await findKnown(tx, passed, known)) {
    written.set(dueAt, { ...backup, isNew: false });
  }
  return written;
}

/** Moments that are told of in one row, by the UTC day they fell on. */
export async function addToDays(
  tx: Tx,
  input: {
    instanceRef: string;
    outcome: EndedMoment["status"];
    days: ReadonlyMap<string, number>;
  },
): Promise<void> {
  const { instanceRef, outcome, days } = input;
  if (days.size === 0) return;
  const column = instanceDays[outcome];
  await tx
    .insert(instanceDays)
    .values(
      Array.from(days, ([day, count]) => ({
        id: `${instanceRef}-${day}`,
        instanceRef,
        day,
        [outcome]: count,
      })),
    )
    .onConflictDoUpdate({
      target: [instanceDays.instanceRef, instanceDays.day],
      set: { [outcome]: sql`${column} + excluded.${sql.identifier(column.name)}` },
    });
}

type NewPassed = PassedMoment & { id: string };
type NewEnded = EndedMoment & { id: string };

function hasEnded(passed: NewPassed): passed is NewEnded {
  return passed.status !== "expected";
}

/** One prepared statement for all of them: a backup has too many columns to say them each time. */
async function insertRows(tx: Tx, ctx: Context, passed: PassedMoments): Promise<NewPassed[]> {
  const [first] = passed.moments;
  if (!first) return [];
  const insert = tx
    .insert(backups)
    .values({
      ...toRow(ctx, passed, first),
      id: sql.placeholder("id"),
      key: sql.placeholder("key"),
      dueAt: sql.placeholder("dueAt"),
      startWindowEndsAt: sql.placeholder("startWindowEndsAt"),
      imageName: sql.placeholder("imageName"),
      status: sql.placeholder("status"),
      statusReason: sql.placeholder("reason"),
      statusCode: sql.placeholder("code"),
      scheduler: sql.placeholder("scheduler"),
      notBeforeAt: sql.placeholder("notBeforeAt"),
      endedAt: sql.placeholder("endedAt"),
    })
    .onConflictDoNothing({ target: backups.key })
    .returning({ id: backups.id })
    .prepare();
  const created: NewPassed[] = [];
  for (const moment of passed.moments) {
    const row = toRow(ctx, passed, moment);
    const { id, key, startWindowEndsAt, imageName, scheduler, notBeforeAt, endedAt } = row;
    const own = { id, key, startWindowEndsAt, imageName, scheduler, notBeforeAt, endedAt };
    const inserted = await insert.all({ ...moment, ...own });
    if (inserted.length > 0) created.push({ id, ...moment });
  }
  return created;
}

function toRow(ctx: Context, passed: PassedMoments, moment: PassedMoment) {
  const { dueAt, status, reason, code } = moment;
  const row = toBackupRow(ctx, {
    target: passed.target,
    due: { dueAt },
    at: dueAt,
    status,
    startWindowEndsAt: dueAt + passed.startWindowMs,
    ...(reason === null ? {} : { reason: { message: reason, code } }),
    message: reason ?? "",
  });
  const isAws = status === "expected";
  return {
    ...row,
    scheduler: isAws ? ("eventbridge" as const) : ("local" as const),
    notBeforeAt: isAws ? ctx.runtime.clock.now() : null,
  };
}

async function tellOne(tx: Tx, ctx: Context, { id, reason }: NewEnded): Promise<void> {
  const [backup] = await tx.select().from(backups).where(eq(backups.id, id));
  if (!backup) throw new Error("A backup that was written must be there.");
  await recordStatusEffects(tx, ctx, [{ backup, from: null, message: reason }]);
}

async function recordOthers(
  tx: Tx,
  ctx: Context,
  input: {
    others: readonly NewEnded[];
    status: EndedMoment["status"];
    target: BackupTarget;
  },
): Promise<void> {
  const { others, status, target } = input;
  const [first] = others;
  const last = others.at(-1);
  if (!first || !last) return;
  const at = ctx.runtime.clock.now();
  await tx.insert(backupEvents).values(
    others.map(({ id, reason }) => ({
      id: newId("bev", at, ctx.runtime.random),
      backupId: id,
      at,
      type: `status.${status}`,
      message: reason,
    })),
  );
  const days = new Map<string, number>();
  for (const { dueAt } of others) {
    const day = toIso(dueAt).slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  await addToDays(tx, { instanceRef: target.id, outcome: status, days });
  await recordAudit(tx, ctx, {
    action: `backup.${status}`,
    targetType: "instance",
    targetId: target.id,
    accountRef: target.accountRef,
    after: { count: others.length, from: toIso(first.dueAt), to: toIso(last.dueAt) },
  });
}

/** What the instance has had for these moments before. */
async function findKnown(
  tx: Tx,
  { target }: PassedMoments,
  moments: ReadonlyArray<{ dueAt: number }>,
) {
  if (moments.length === 0) return [];
  return tx
    .select({ backupId: backups.id, dueAt: backups.dueAt, status: backups.status })
    .from(backups)
    .where(
      and(
        eq(backups.instanceRef, target.id),
        eq(backups.kind, "scheduled"),
        inArray(
          backups.dueAt,
          moments.map(({ dueAt }) => dueAt),
        ),
      ),
    );
}
