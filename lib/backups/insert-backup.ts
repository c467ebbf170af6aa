import { eq } from "drizzle-orm";
import { backupKey, imageName } from "#lambda/contract/image-name";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { BackupRow } from "./backup-row";
import type { BackupTarget } from "./backup-target.repo";
import { recordStatusEffects } from "./record-status-effects";

export interface NewBackup {
  target: BackupTarget;
  due: { dueAt: number } | { requestId: string };
  /** The due moment, or the instant of the request. */
  at: number;
  status: "expected" | "queued" | "missed" | "skipped";
  startWindowEndsAt: number;
  description?: string;
  reboot?: boolean;
  requestedBy?: string | null;
  reason?: { message: string; code: string };
  message: string;
}

/** A new backup, or the one that has this key already: what coincides is shared. */
export async function insertBackup(
  tx: Tx,
  ctx: Context,
  wanted: NewBackup,
): Promise<{ backup: BackupRow; created: boolean }> {
  const row = toBackupRow(ctx, wanted);
  const [created] = await tx
    .insert(backups)
    .values(row)
    .onConflictDoNothing({ target: backups.key })
    .returning();
  if (created) {
    await recordStatusEffects(tx, ctx, [{ backup: created, from: null, message: wanted.message }]);
    return { backup: created, created: true };
  }
  const [existing] = await tx.select().from(backups).where(eq(backups.key, row.key)).limit(1);
  if (!existing) throw new Error("A key that conflicts must be there.");
  return { backup: existing, created: false };
}

export function toBackupRow(ctx: Context, wanted: NewBackup): typeof backups.$inferInsert {
  const { target, status, at } = wanted;
  const now = ctx.runtime.clock.now();
  const identity = {
    installationId: ctx.runtime.config.installationId,
    accountId: target.accountId,
    region: target.region,
    instanceId: target.instanceId,
    due: wanted.due,
  };
  return {
    id: newId("bak", now, ctx.runtime.random),
    key: backupKey(identity),
    instanceRef: target.id,
    accountRef: target.accountRef,
    region: target.region,
    instanceId: target.instanceId,
    kind: "requestId" in wanted.due ? "manual" : "scheduled",
    dueAt: at,
    requestId: "requestId" in wanted.due ? wanted.due.requestId : null,
    requestedBy: wanted.requestedBy ?? null,
    description: wanted.description ?? "",
    reboot: wanted.reboot ?? target.rebootOnBackup,
    status,
    statusReason: wanted.reason?.message ?? null,
    statusCode: wanted.reason?.code ?? null,
    startWindowEndsAt: wanted.startWindowEndsAt,
    imageName: imageName({ ...identity, attempt: 1, at }),
    queuedAt: status === "queued" ? now : null,
    notBeforeAt: status === "queued" ? now : null,
    endedAt: status === "missed" || status === "skipped" ? now : null,
    createdAt: now,
    updatedAt: now,
  };
}
