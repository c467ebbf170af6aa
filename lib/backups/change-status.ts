import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { BackupStatus } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { InternalError } from "../errors";
import type { BackupPatch, BackupRow } from "./backup-row";
import { isLegalChange, type StatusTrigger } from "./backup-status.pure";
import { recordStatusEffects, type StatusEffect } from "./record-status-effects";
import { updateEach } from "./update-each.repo";

export interface StatusChange {
  /** As it was read: the change holds only while status, attempt and lease are still these. */
  backup: BackupRow;
  to: BackupStatus;
  trigger: StatusTrigger;
  /** Why, for people; cleared when left out. */
  reason?: StatusReason;
  set?: BackupPatch;
  /** One sentence for the backup's own time line. */
  message: string;
}

export interface StatusReason {
  message: string;
  code?: string;
  suggestion?: string;
}

/**
 * The only writer of `backups.status` beside the insert: a compare-and-set on status, attempt and
 * lease. Null says that somebody else was faster and that nothing was written.
 */
export async function changeStatus(
  tx: Tx,
  ctx: Context,
  change: StatusChange,
): Promise<BackupRow | null> {
  const [changed] = await changeStatuses(tx, ctx, [change]);
  return changed ?? null;
}

/** Many at once, each for itself: the answer has null where a change was too late. */
export async function changeStatuses(
  tx: Tx,
  ctx: Context,
  changes: readonly StatusChange[],
): Promise<Array<BackupRow | null>> {
  for (const change of changes) requireLegal(change);
  const changed = await compareAndSet(tx, ctx, changes);
  await recordStatusEffects(
    tx,
    ctx,
    changes.flatMap(({ backup: { status }, message }, index): StatusEffect[] => {
      const backup = changed[index];
      return backup ? [{ backup, from: status, message }] : [];
    }),
  );
  return changed;
}

export interface AlikeChange extends Omit<StatusChange, "backup"> {
  /** As they are within this transaction: all of one status, none of them leased. */
  backups: readonly BackupRow[];
}

/** The same change of many in one statement; answers with those that it was not too late for. */
export async function changeStatusesAlike(
  tx: Tx,
  ctx: Context,
  { backups: rows, ...change }: AlikeChange,
): Promise<BackupRow[]> {
  const [first] = rows;
  if (!first) return [];
  requireLegal({ ...change, backup: first });
  const columns = toColumns(ctx, change);
  const written = await tx
    .update(backups)
    .set(columns)
    .where(
      and(
        inArray(
          backups.id,
          rows.map(({ id }) => id),
        ),
        eq(backups.status, first.status),
        isNull(backups.leaseToken),
      ),
    )
    .returning({ id: backups.id });
  const ids = new Set(written.map(({ id }) => id));
  const changed = rows.filter(({ id }) => ids.has(id)).map((row) => ({ ...row, ...columns }));
  await recordStatusEffects(
    tx,
    ctx,
    changed.map((backup) => ({ backup, from: first.status, message: change.message })),
  );
  return changed;
}

async function compareAndSet(
  tx: Tx,
  ctx: Context,
  changes: readonly StatusChange[],
): Promise<Array<BackupRow | null>> {
  const [only, ...others] = changes;
  if (only && others.length === 0) {
    const where = isStillAs(only.backup);
    const rows = await tx.update(backups).set(toColumns(ctx, only)).where(where).returning();
    return [rows[0] ?? null];
  }
  const updates = changes.map((change) => {
    return { backup: change.backup, columns: toColumns(ctx, change) };
  });
  const updated = await updateEach(tx, updates);
  return changes.map(({ backup }) => updated.get(backup.id) ?? null);
}

function requireLegal({ backup, to, trigger }: StatusChange): void {
  if (isLegalChange({ from: backup.status, to, trigger })) return;
  throw new InternalError("A backup cannot change like this.", {
    cause: new Error(`${backup.id}: ${backup.status} → ${to} (${trigger})`),
  });
}

function toColumns(ctx: Context, { to, reason, set }: Omit<StatusChange, "backup">) {
  return {
    ...set,
    status: to,
    statusReason: reason?.message ?? null,
    statusCode: reason?.code ?? null,
    suggestion: reason?.suggestion ?? null,
    updatedAt: ctx.runtime.clock.now(),
  };
}

/** Status, attempt and lease are as they were read. */
export function isStillAs(
  backup: Pick<BackupRow, "id" | "status" | "attemptNumber" | "leaseToken">,
) {
  return and(
    eq(backups.id, backup.id),
    eq(backups.status, backup.status),
    // The same status again, an attempt later, is another state.
    eq(backups.attemptNumber, backup.attemptNumber),
    backup.leaseToken === null
      ? isNull(backups.leaseToken)
      : eq(backups.leaseToken, backup.leaseToken),
  );
}
