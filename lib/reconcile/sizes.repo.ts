import { and, eq, inArray, sql } from "drizzle-orm";
import type { Ec2Snapshot } from "../aws/ec2/ec2";
import { backups, snapshots } from "../db/schema";
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
  const sum = sql`(select sum(coalesce(${snapshots.fullSizeBytes}, ${snapshots.sizeGiB} * 1073741824)) from ${snapshots} where ${snapshots.backupId} = ${backups.id})`;
  await tx
    .update(backups)
    .set({ sizeBytes: sum })
    .where(
      and(
        inArray(
          backups.id,
          seen.map(({ backupId }) => backupId),
        ),
        eq(backups.status, "available"),
      ),
    );
}
