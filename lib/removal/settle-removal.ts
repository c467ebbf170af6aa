import { changeStatus } from "../backups/change-status";
import { patchBackup } from "../backups/patch-backup.repo";
import { recordStep } from "../backups/record-step";
import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { endItems } from "../plans/end-items";
import { clearRemovalFailure, raiseRemovalFailure } from "./removal-alerts";
import { listRemaining, patchSnapshots } from "./snapshots.repo";

/** What AWS said of the snapshots of an image it has just deregistered; null: nothing. */
export type SnapshotResults = ReadonlyArray<{ snapshotId: string; code: string }> | null;

/** AWS has the image no more, by its own word. What is not proven deleted with it is chased. */
export async function settleRemoved(
  tx: Tx,
  ctx: Context,
  removed: { backup: BackupRow; results: SnapshotResults; message: string },
): Promise<void> {
  const { backup, results } = removed;
  const now = ctx.runtime.clock.now();
  const changed = await changeStatus(tx, ctx, {
    backup,
    to: "deleted",
    trigger: "removed",
    set: {
      imageRemovedAt: now,
      imageState: "deregistered",
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt: null,
    },
    message: removed.message,
  });
  if (!changed) return;
  await ctx.runtime.faultPoint?.("in-removal-settle");
  const left = await settleSnapshots(tx, ctx, { backup: changed, results });
  if (left.length === 0) await clearRemovalFailure(tx, ctx, changed.id);
  await tellOfLeft(tx, ctx, { backup: changed, left });
  await endItem(tx, ctx, {
    backup: changed,
    status: "removed",
    outcome: left.length === 0 ? removed.message : `${removed.message} ${toWords(left)}`,
  });
}

interface LeftSnapshot {
  snapshotId: string;
  code: string;
}

async function settleSnapshots(
  tx: Tx,
  ctx: Context,
  { backup, results }: { backup: BackupRow; results: SnapshotResults },
): Promise<LeftSnapshot[]> {
  if (backup.removalMode !== "image_and_snapshots") return [];
  const now = ctx.runtime.clock.now();
  const codes = new Map(results?.map(({ snapshotId, code }) => [snapshotId, code]));
  const rows = await listRemaining(tx, { backupId: backup.id, imageId: backup.imageId });
  const isGone = ({ snapshotId }: { snapshotId: string }) => codes.get(snapshotId) === "success";
  await patchSnapshots(tx, {
    ids: rows.filter(isGone).map(({ id }) => id),
    set: { deletedAt: now, chaseAt: null, updatedAt: now },
  });
  const left = rows.filter((row) => !isGone(row));
  await patchSnapshots(tx, {
    ids: left.map(({ id }) => id),
    set: { chaseAt: now, chaseCount: 0, updatedAt: now },
  });
  return left.map(({ snapshotId }) => ({ snapshotId, code: codes.get(snapshotId) ?? "unproven" }));
}

async function tellOfLeft(
  tx: Tx,
  ctx: Context,
  { backup, left }: { backup: BackupRow; left: readonly LeftSnapshot[] },
): Promise<void> {
  if (left.length === 0) return;
  await recordStep(tx, ctx, {
    backupId: backup.id,
    type: "removal.snapshots",
    message: toWords(left),
  });
}

const CODE_WORDS: Readonly<Record<string, string>> = {
  skipped: "another image uses it",
  "missing-permissions": "the credential may not delete it",
  "internal-error": "AWS had an error of its own",
  "client-error": "AWS refused",
  unproven: "AWS did not say",
};

function toWords(left: readonly LeftSnapshot[]): string {
  const parts = left.map(({ snapshotId, code }) => `${snapshotId} (${CODE_WORDS[code] ?? code})`);
  return `Not deleted yet, looked after until gone: ${parts.join(", ")}.`;
}

export interface RemovalStop {
  backup: BackupRow;
  to: "available" | "failed";
  code: string;
  reason: string;
  suggestion?: string | undefined;
  /** AWS refused, in place of a proof that no longer holds. */
  refused: boolean;
}

/** What justified it no longer holds, or AWS refused: it is again what it was. */
export async function settleStopped(tx: Tx, ctx: Context, stop: RemovalStop): Promise<void> {
  const { backup, to, code, reason, suggestion } = stop;
  const changed = await changeStatus(tx, ctx, {
    backup,
    to,
    trigger: "removal_stopped",
    reason: {
      message: `Not removed: ${reason}`,
      code,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
    set: {
      removalMode: null,
      removalItemId: null,
      removalSurvivorIds: null,
      deregisterSentAt: null,
      leaseToken: null,
      leaseExpiresAt: null,
      notBeforeAt: null,
    },
    message: `Not removed: ${reason}`,
  });
  if (!changed) return;
  if (stop.refused) {
    await raiseRemovalFailure(tx, ctx, { backup: changed, code, message: reason, suggestion });
  } else await clearRemovalFailure(tx, ctx, changed.id, "It is not being removed any more.");
  const status = stop.refused ? "failed" : "kept";
  await endItem(tx, ctx, { backup, status, outcome: reason });
}

/** Nothing is proven or sent: the same again in a while, with a proof of its own. */
export async function settleLater(
  tx: Tx,
  ctx: Context,
  later: {
    backup: BackupRow;
    untilAt: number | null;
    code: string;
    reason: string;
    /** Of a claim whose send had no effect: as it was before. */
    before?: Pick<BackupRow, "deregisterSentAt" | "leaseExpiresAt">;
  },
): Promise<void> {
  const { backup, untilAt, code, reason, before } = later;
  await patchBackup(tx, ctx, {
    backup,
    set: {
      leaseToken: null,
      notBeforeAt: untilAt,
      statusReason: reason,
      statusCode: code,
      ...before,
    },
  });
}

async function endItem(
  tx: Tx,
  ctx: Context,
  end: { backup: BackupRow; status: "removed" | "kept" | "failed"; outcome: string },
): Promise<void> {
  const itemId = end.backup.removalItemId;
  if (itemId === null) return;
  await endItems(tx, ctx, [{ itemId, status: end.status, outcome: end.outcome }]);
}
