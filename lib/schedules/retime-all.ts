import { setImmediate as letOthersRun } from "node:timers/promises";
import { systemContext, type Context } from "../context";
import type { Tx } from "../db/tx";
import { readSetting, writeSetting } from "../settings/settings.repo";
import { listScheduledBackups, type RetimeCursor } from "./occurrences.repo";
import { retimeBackups } from "./retime-backups";

const KEY = "schedules.retiming";

const BACKUPS_PER_WRITE = 25;
/** As far as an edit goes itself; the tick does the rest. */
const WRITES_PER_EDIT = 400;

/** What waits for its turn comes first: it could start any moment. */
const ORDER = ["queued", "creating", "expected"] as const;

/** In the transaction of the edit: from now on some process will do it. */
export async function requestRetiming(tx: Tx, ctx: Context): Promise<void> {
  await write(tx, ctx, startOf(ORDER[0]));
}

/** After the edit: announced and waiting runs follow it at once. */
export async function retimeAfterEdit(ctx: Context): Promise<void> {
  const job = systemContext(ctx.runtime, "exclusion-window.retime", ctx.requestId);
  await retimeSome(job, WRITES_PER_EDIT);
}

/** Goes on where it was left, for so many transactions; any number of processes may do so. */
export async function retimeSome(ctx: Context, writesMax: number): Promise<void> {
  const { db } = ctx.runtime;
  for (let writes = 0; writes < writesMax; writes += 1) {
    if ((await readSetting(db.read, KEY)) === null) return;
    await db.write((tx) => retimePage(tx, ctx));
    await letOthersRun();
  }
}

async function retimePage(tx: Tx, ctx: Context): Promise<void> {
  const left = await readSetting(tx, KEY);
  if (left === null) return;
  const page = await listScheduledBackups(tx, { after: left, limit: BACKUPS_PER_WRITE });
  await retimeBackups(
    tx,
    ctx,
    page.map(({ id }) => id),
  );
  const last = page.at(-1);
  if (last && page.length === BACKUPS_PER_WRITE) {
    await write(tx, ctx, last);
    return;
  }
  const next = ORDER[ORDER.findIndex((status) => status === left.status) + 1];
  await write(tx, ctx, next ? startOf(next) : null);
}

function startOf(status: (typeof ORDER)[number]): RetimeCursor {
  return { status, dueAt: 0, id: "" };
}

async function write(tx: Tx, ctx: Context, value: RetimeCursor | null): Promise<void> {
  const updatedAt = ctx.runtime.clock.now();
  await writeSetting(tx, { key: KEY, value, updatedAt, updatedBy: null });
}
