import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ec2Snapshot } from "../aws/ec2/ec2";
import { backups, instances, snapshots } from "../db/schema";
import type { Tx } from "../db/tx";

export interface SeenSize {
  backupId: string;
  snapshot: Ec2Snapshot;
}

/** The snapshots as AWS describes them, and their backups' full sizes as their sums. */
export async function sizeAdopted(tx: Tx, seen: readonly SeenSize[], now: number): Promise<void> {
  for (const { backupId, snapshot } of seen) {
    const { volumeId, state, progressPercent, fullSizeBytes, encrypted } = snapshot;
    await tx
      .update(snapshots)
      .set({ volumeId, state, progressPercent, fullSizeBytes, encrypted, updatedAt: now })
      .where(and(eq(snapshots.backupId, backupId), eq(snapshots.snapshotId, snapshot.snapshotId)));
  }
  const isSeen = and(
    inArray(
      backups.id,
      seen.map(({ backupId }) => backupId),
    ),
    eq(backups.status, "available"),
  );
  const before = await tx
    .select({ id: backups.id, sizeBytes: backups.sizeBytes })
    .from(backups)
    .where(isSeen);
  const sizeOf = new Map(before.map(({ id, sizeBytes }) => [id, sizeBytes ?? 0]));
  const sum = sql`(select sum(coalesce(${snapshots.fullSizeBytes}, ${snapshots.sizeGiB} * 1073741824)) from ${snapshots} where ${snapshots.backupId} = ${backups.id})`;
  const { id, instanceRef, sizeBytes } = backups;
  const after = await tx
    .update(backups)
    .set({ sizeBytes: sum })
    .where(isSeen)
    .returning({ id, instanceRef, sizeBytes });
  const grown = new Map<string, number>();
  for (const row of after) {
    const by = (row.sizeBytes ?? 0) - (sizeOf.get(row.id) ?? 0);
    grown.set(row.instanceRef, (grown.get(row.instanceRef) ?? 0) + by);
  }
  for (const [instanceRef, by] of grown) {
    await tx
      .update(instances)
      .set({ availableBytes: sql`max(0, ${instances.availableBytes} + ${by})` })
      .where(eq(instances.id, instanceRef));
  }
}
