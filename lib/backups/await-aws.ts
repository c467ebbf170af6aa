import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../context";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import { emitEvents } from "../events/emit-event";
import { backupChanged } from "./backup-changed";
import type { BackupRow } from "./backup-row";
import { recordStep } from "./record-step";

/** AWS starts it by itself, and looks at AWS tell what became of it. */
export function isAwaited(backup: Pick<BackupRow, "status" | "scheduler" | "notBeforeAt">) {
  const { status, scheduler, notBeforeAt } = backup;
  return status === "expected" && scheduler === "eventbridge" && notBeforeAt !== null;
}

/** The moment of these has come, and AWS fires it: they stay `expected`, and are looked for. */
export async function awaitAws(
  tx: Tx,
  ctx: Context,
  { backupIds, lookAt }: { backupIds: readonly string[]; lookAt: number },
): Promise<void> {
  const awaited = await lookFor(tx, ctx, { backupIds, lookAt, status: "expected" });
  for (const { id: backupId } of awaited) {
    const message = "Due: AWS starts it by itself, and its image is looked for.";
    await recordStep(tx, ctx, { backupId, type: "aws.due", message });
  }
}

/** Written as missed before it was known that AWS fires it as well: an image of it heals it. */
export async function lookForMissed(
  tx: Tx,
  ctx: Context,
  backupIds: readonly string[],
): Promise<void> {
  const lookAt = ctx.runtime.clock.now();
  await lookFor(tx, ctx, { backupIds, lookAt, status: "missed" });
}

async function lookFor(
  tx: Tx,
  ctx: Context,
  of: { backupIds: readonly string[]; lookAt: number; status: "expected" | "missed" },
): Promise<BackupRow[]> {
  if (of.backupIds.length === 0) return [];
  const set = {
    scheduler: "eventbridge" as const,
    notBeforeAt: of.lookAt,
    updatedAt: ctx.runtime.clock.now(),
  };
  const rows = await tx
    .update(backups)
    .set(set)
    .where(and(inArray(backups.id, [...of.backupIds]), eq(backups.status, of.status)))
    .returning();
  await emitEvents(
    ctx.runtime,
    tx,
    rows.map((row) => backupChanged(row)),
  );
  return rows;
}
