import { MINUTE } from "../clock";
import type { Context } from "../context";
import { isBusy } from "../db/busy";
import type { Tx } from "../db/tx";
import { toError } from "../errors";
import { isBrokenDatabase } from "../queue/broken-database";
import { patchBackup } from "./patch-backup.repo";
import type { Run } from "./run.repo";

/** What cannot be written is looked at again after this time, and not with every tick. */
const PAUSE_MS = MINUTE;

/**
 * What a look has shown of several, in one transaction. What fails is tried one by one: one that
 * cannot be written hides nothing of the others. Answers with those that were.
 */
export async function writePart<Item extends { run: Run }>(
  ctx: Context,
  items: readonly Item[],
  write: (tx: Tx, items: readonly Item[]) => Promise<void>,
): Promise<Item[]> {
  try {
    await ctx.runtime.db.write((tx) => write(tx, items));
    return [...items];
  } catch (error) {
    if (isBusy(error) || isBrokenDatabase(error)) throw error;
    const [only, ...others] = items;
    if (only && others.length === 0) {
      await leaveForLater(ctx, only.run, error);
      return [];
    }
    const written: Item[] = [];
    for (const item of items) written.push(...(await writePart(ctx, [item], write)));
    return written;
  }
}

async function leaveForLater(ctx: Context, { backup }: Run, error: unknown): Promise<void> {
  const { db, clock, log } = ctx.runtime;
  log.error(
    { err: toError(error), backupId: backup.id },
    "what a look has shown of a backup cannot be written; it is looked at again",
  );
  const set = { notBeforeAt: clock.now() + PAUSE_MS };
  try {
    await db.write((tx) => patchBackup(tx, ctx, { backup, set }));
  } catch (again) {
    if (isBusy(again) || isBrokenDatabase(again)) throw again;
    log.error({ err: toError(again), backupId: backup.id }, "a look cannot be put off");
  }
}
