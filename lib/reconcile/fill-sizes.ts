import type { Ec2Snapshot } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Pass } from "./pass";
import { sizeAdopted, type SeenSize } from "./sizes.repo";

const ROWS_PER_WRITE = 50;

/** AWS tells real sizes with the snapshots alone: what was adopted in this pass learns them here. */
export async function fillSizes(pass: Pass, snapshots: readonly Ec2Snapshot[]): Promise<void> {
  const sizes: SeenSize[] = snapshots.flatMap((snapshot) => {
    const backupId = pass.adopted.get(snapshot.snapshotId);
    return backupId === undefined ? [] : [{ backupId, snapshot }];
  });
  for (const chunk of inChunks(sizes, ROWS_PER_WRITE)) {
    const now = pass.ctx.runtime.clock.now();
    await pass.ctx.runtime.db.write((tx) => sizeAdopted(tx, chunk, now));
  }
}
