import { recordAudits } from "../audit/record-audit";
import { writeAs } from "../auth/write-as";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { backupChanged } from "./backup-changed";
import type { BackupRow } from "./backup-row";
import { recordStep } from "./record-step";
import { deleteTags, findTags, saveTags, type BackupTagRow } from "./tags.repo";

const ROWS_PER_WRITE = 50;

/** A value to set; null takes the tag away. */
export interface TagChange {
  key: string;
  value: string | null;
}

/** What AWS is about to be asked for, and what the records said before. */
export interface TagAsked {
  change: TagChange;
  backups: BackupRow[];
  before: Map<string, BackupTagRow>;
}

export function emptyAsk(change: TagChange): TagAsked {
  return { change, backups: [], before: new Map() };
}

/** Before the call: nobody knows yet whether AWS does it. */
export async function askForTag(
  ctx: Context,
  asked: TagAsked,
  backups: readonly BackupRow[],
): Promise<void> {
  const { change } = asked;
  for (const chunk of inChunks(backups, ROWS_PER_WRITE)) {
    const before = await writeAs(ctx, async (tx) => {
      const backupIds = chunk.map(({ id }) => id);
      const known = await findTags(tx, { backupIds, key: change.key });
      await saveTags(
        tx,
        chunk.flatMap((backup) => toAskedRow(ctx, { backup, change, known: known.get(backup.id) })),
      );
      await recordAudits(
        tx,
        ctx,
        chunk.map((backup) => audited(backup, { change, known: known.get(backup.id) })),
      );
      return known;
    });
    for (const [id, row] of before) asked.before.set(id, row);
    asked.backups.push(...chunk);
  }
}

function toAskedRow(
  ctx: Context,
  of: { backup: BackupRow; change: TagChange; known: BackupTagRow | undefined },
): BackupTagRow[] {
  const { backup, change, known } = of;
  const { key, value } = change;
  const now = ctx.runtime.clock.now();
  if (value === null) return known ? [{ ...known, setAt: now, removing: true }] : [];
  const { id: backupId, dueAt } = backup;
  return [{ backupId, key, value, dueAt, setAt: now, confirmedAt: null, removing: false }];
}

function audited(
  { id, accountRef }: BackupRow,
  { change, known }: { change: TagChange; known: BackupTagRow | undefined },
) {
  return {
    action: change.value === null ? "backup.untag" : "backup.tag",
    targetType: "backup",
    targetId: id,
    accountRef,
    before: { key: change.key, value: known?.value ?? null },
    after: { key: change.key, value: change.value },
  };
}

interface Told {
  change: TagChange;
  backups: readonly BackupRow[];
}

/**
 * AWS has done what it was asked for. Answers with those for which somebody else has asked otherwise
 * since: nobody knows whom AWS heard last, so that the records do not say that they do.
 */
export async function confirmTag(
  ctx: Context,
  { change, backups }: Told,
): Promise<ReadonlySet<string>> {
  const disputed = new Set<string>();
  for (const chunk of inChunks(backups, ROWS_PER_WRITE)) {
    const lost = await ctx.runtime.db.write(async (tx) => {
      const backupIds = chunk.map(({ id }) => id);
      const known = await findTags(tx, { backupIds, key: change.key });
      const mine = chunk.filter(({ id }) => isAsked(known.get(id), change));
      const others = chunk.filter((backup) => !mine.includes(backup));
      await writeTag(tx, ctx, { change, backups: mine });
      await saveTags(
        tx,
        others.flatMap((backup) => {
          const row = known.get(backup.id);
          return row
            ? [{ ...row, confirmedAt: null }]
            : toAskedRow(ctx, { backup, change, known: row });
        }),
      );
      return others;
    });
    for (const { id } of lost) disputed.add(id);
  }
  return disputed;
}

/** Whether the records still say what was asked for, and not what somebody asked for since. */
function isAsked(row: BackupTagRow | undefined, { value }: TagChange): boolean {
  if (value === null) return row === undefined || row.removing;
  return row !== undefined && row.value === value && !row.removing;
}

/** AWS had it so: what the records did not know is written down, with its audit. */
export async function noteTag(ctx: Context, { change, backups }: Told): Promise<void> {
  for (const chunk of inChunks(backups, ROWS_PER_WRITE)) {
    await writeAs(ctx, async (tx) => {
      const backupIds = chunk.map(({ id }) => id);
      const known = await findTags(tx, { backupIds, key: change.key });
      const news = chunk.filter(({ id }) => isNews(known.get(id), change.value));
      await writeTag(tx, ctx, { change, backups: news });
      await recordAudits(
        tx,
        ctx,
        news.map((backup) => audited(backup, { change, known: known.get(backup.id) })),
      );
    });
  }
}

async function writeTag(tx: Tx, ctx: Context, { change, backups }: Told): Promise<void> {
  const { key, value } = change;
  const now = ctx.runtime.clock.now();
  const backupIds = backups.map(({ id }) => id);
  if (value === null) await deleteTags(tx, { backupIds, key });
  else {
    const set = { key, value, setAt: now, confirmedAt: now, removing: false };
    await saveTags(
      tx,
      backups.map(({ id, dueAt }) => ({ backupId: id, dueAt, ...set })),
    );
  }
  for (const backup of backups) {
    const message =
      value === null ? `The tag “${key}” was taken away.` : `Tagged “${key}” = “${value}”.`;
    const type = value === null ? "tag.removed" : "tag.set";
    await recordStep(tx, ctx, { backupId: backup.id, type, message });
    await emitEvent(ctx.runtime, tx, backupChanged(backup));
  }
}

function isNews(known: BackupTagRow | undefined, value: string | null): boolean {
  if (value === null) return known !== undefined;
  return known?.value !== value || known.confirmedAt === null || known.removing;
}

function isOpenAsk(row: BackupTagRow | undefined, change: TagChange): boolean {
  if (row === undefined || !isAsked(row, change)) return false;
  return change.value === null || row.confirmedAt === null;
}

/** AWS has refused: the records say again what they said before, unless somebody has asked since. */
export async function dropTag(ctx: Context, asked: TagAsked, reason: string): Promise<void> {
  const { change, before } = asked;
  const { key, value } = change;
  for (const chunk of inChunks(asked.backups, ROWS_PER_WRITE)) {
    await ctx.runtime.db.write(async (tx) => {
      const known = await findTags(tx, { backupIds: chunk.map(({ id }) => id), key });
      const mine = chunk.filter(({ id }) => isOpenAsk(known.get(id), change)).map(({ id }) => id);
      const added = mine.filter((id) => !before.has(id));
      await deleteTags(tx, { backupIds: added, key });
      await saveTags(
        tx,
        mine.flatMap((id) => before.get(id) ?? []),
      );
      await recordAudits(
        tx,
        ctx,
        chunk.map(({ id, accountRef }) => ({
          action: "backup.tag_refused",
          targetType: "backup",
          targetId: id,
          accountRef,
          before: { key, value },
          after: { key, value: before.get(id)?.value ?? null, reason },
        })),
      );
    });
  }
}
