import { and, eq, like } from "drizzle-orm";
import { MINUTE } from "../clock";
import type { Context } from "../context";
import { backupEvents, backups } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import type { Place } from "./due-looks.repo";
import { isLookedAt } from "./is-looked-at.pure";
import { isUnheard } from "./look-up-attempts";
import { patchBackup } from "./patch-backup.repo";
import { recordStep } from "./record-step";
import { findRuns, type Run } from "./run.repo";
import { isWatched } from "./settle-polls";

export interface ToldOf extends Place {
  /** The backup's key, or the id of its image. */
  by: { key: string } | { imageId: string };
  /** What is claimed of it, for its time line; it proves nothing. */
  told: { type: `function.${string}`; message: string; data: Record<string, unknown> };
}

interface Heeded {
  /** There is such a backup. */
  isKnown: boolean;
  /** It is looked at again now. */
  isLookedAt: boolean;
}

/** Somebody says that AWS has something new of a backup. */
export async function lookNow(tx: Tx, ctx: Context, told: ToldOf): Promise<Heeded> {
  const [run] = await findRuns(tx, await listIds(tx, told));
  if (!run) return { isKnown: false, isLookedAt: false };
  return { isKnown: true, isLookedAt: await heed(tx, ctx, run, told) };
}

async function heed(tx: Tx, ctx: Context, run: Run, told: ToldOf): Promise<boolean> {
  const { backup } = run;
  const now = ctx.runtime.clock.now();
  // Of a moment to come nobody can know anything yet.
  if (SETTLED.has(backup.status) || backup.dueAt > now + AHEAD_MS_MAX) return false;
  await recordTold(tx, ctx, backup.id, told.told);
  if (!isWaiting(run)) return false;
  const isSooner = backup.notBeforeAt === null || backup.notBeforeAt > now;
  if (isSooner) await patchBackup(tx, ctx, { backup, set: { notBeforeAt: now } });
  return true;
}

/** A look can move it: AWS was to start it, or an image of it is awaited. */
function isWaiting(run: Run): boolean {
  const { backup } = run;
  if (!isLookedAt(backup)) return false;
  if (backup.status === "expected") return backup.scheduler === "eventbridge";
  return backup.status === "missed" || isWatched(run) || isUnheard(run);
}

async function listIds(tx: Tx, { by, accountRef, region }: ToldOf): Promise<string[]> {
  const isIt = "key" in by ? eq(backups.key, by.key) : eq(backups.imageId, by.imageId);
  const rows = await tx
    .select({ id: backups.id })
    .from(backups)
    .where(and(isIt, eq(backups.accountRef, accountRef), eq(backups.region, region)))
    .limit(1);
  return rows.map(({ id }) => id);
}

/** The same word twice is one line, and there is no end of lines for nobody. */
async function recordTold(
  tx: Tx,
  ctx: Context,
  backupId: string,
  told: ToldOf["told"],
): Promise<void> {
  const lines = await tx
    .select({ type: backupEvents.type, message: backupEvents.message })
    .from(backupEvents)
    .where(and(eq(backupEvents.backupId, backupId), like(backupEvents.type, "function.%")))
    .limit(TOLD_MAX);
  const isKnown = lines.some(({ type, message }) => type === told.type && message === told.message);
  if (isKnown || lines.length === TOLD_MAX) return;
  await recordStep(tx, ctx, { backupId, ...told, data: { ...told.data, toldBy: "function" } });
}

/** Ended well, or not to be made: nothing that is claimed is news. */
const SETTLED: ReadonlySet<BackupStatus> = new Set([
  "available",
  "skipped",
  "deleting",
  "deleted",
  "forgotten",
  "gone",
]);
const AHEAD_MS_MAX = 5 * MINUTE;
const TOLD_MAX = 20;
