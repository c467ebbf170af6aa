import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import type { Queryable } from "../db/client";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { backupChanged } from "./backup-changed";
import type { BackupRow } from "./backup-row";
import { UNTAGGED_MS } from "./protocol-timing.pure";
import { recordStep } from "./record-step";
import { findRuns } from "./run.repo";
import { decideSeenTags, toSeenWords, type SeenTag } from "./seen-tags.pure";
import { deleteTags, findUntaggedSince, listTags, saveTags } from "./tags.repo";

const ROWS_PER_WRITE = 25;

/** An image that AWS shows, and the backup whose image it is by the records. */
export interface SeenImageTags {
  backupId: string;
  imageId: string;
  tags: Readonly<Record<string, string>>;
}

/**
 * The records say of tags what AWS showed at `seenAt` or later. One read for all; only what differs
 * is written. Nothing is sent to AWS: what it never heard is for a person to ask for again.
 */
export async function noteSeenTags(
  ctx: Context,
  { seen, seenAt }: { seen: readonly SeenImageTags[]; seenAt: number },
): Promise<void> {
  const { db } = ctx.runtime;
  const settledBefore = seenAt - UNTAGGED_MS;
  const differing = await findDiffering(db.read, { seen, settledBefore });
  for (const chunk of inChunks([...differing.keys()], ROWS_PER_WRITE)) {
    await db.write((tx) => write(tx, ctx, { seen: chunk, settledBefore }));
  }
}

interface Seen {
  seen: readonly SeenImageTags[];
  settledBefore: number;
}

async function findDiffering(
  q: Queryable,
  { seen, settledBefore }: Seen,
): Promise<Map<SeenImageTags, SeenTag[]>> {
  const known = await listTags(
    q,
    seen.map(({ backupId }) => backupId),
  );
  const differing = new Map<SeenImageTags, SeenTag[]>();
  for (const each of seen) {
    const rows = known.get(each.backupId) ?? [];
    const changes = decideSeenTags({ tags: each.tags, known: rows, settledBefore });
    if (changes.length > 0) differing.set(each, changes);
  }
  return differing;
}

/** Decided again by what the records say by now. */
async function write(tx: Tx, ctx: Context, { seen, settledBefore }: Seen): Promise<void> {
  const ids = seen.map(({ backupId }) => backupId);
  const backups = new Map((await findRuns(tx, ids)).map(({ backup }) => [backup.id, backup]));
  // A tag that was taken away lately leaves no row that would say so, and AWS may still show it.
  const untagged = await findUntaggedSince(tx, { backupIds: ids, at: settledBefore });
  for (const [each, changes] of await findDiffering(tx, { seen, settledBefore })) {
    const backup = backups.get(each.backupId);
    if (backup?.imageId !== each.imageId || untagged.has(each.backupId)) continue;
    await writeOne(tx, ctx, { backup, changes });
  }
}

async function writeOne(
  tx: Tx,
  ctx: Context,
  { backup, changes }: { backup: BackupRow; changes: readonly SeenTag[] },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { id: backupId, dueAt } = backup;
  const set = { backupId, dueAt, setAt: now, confirmedAt: now, removing: false };
  await saveTags(
    tx,
    changes.flatMap(({ key, value }) => (value === null ? [] : [{ ...set, key, value }])),
  );
  for (const { key, value } of changes) {
    if (value === null) await deleteTags(tx, { backupIds: [backupId], key });
  }
  await recordStep(tx, ctx, { backupId, type: "tag.seen", message: toSeenWords(changes) });
  await emitEvent(ctx.runtime, tx, backupChanged(backup));
}
