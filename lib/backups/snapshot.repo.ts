import { sql } from "drizzle-orm";
import { snapshots } from "../db/schema";
import type { Tx } from "../db/tx";

export type NewSnapshot = typeof snapshots.$inferInsert;

/** What AWS says of a backup's snapshots now. */
export async function saveSnapshots(tx: Tx, rows: readonly NewSnapshot[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(snapshots)
    .values([...rows])
    .onConflictDoUpdate({
      target: [snapshots.backupId, snapshots.snapshotId],
      set: {
        imageId: excluded("image_id"),
        volumeId: excluded("volume_id"),
        device: excluded("device"),
        sizeGiB: excluded("size_gib"),
        fullSizeBytes: excluded("full_size_bytes"),
        encrypted: excluded("encrypted"),
        state: excluded("state"),
        progressPercent: excluded("progress_percent"),
        stateMessage: excluded("state_message"),
        updatedAt: excluded("updated_at"),
      },
    });
}

function excluded(column: string) {
  return sql.raw(`excluded.${column}`);
}
