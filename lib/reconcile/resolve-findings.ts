import { clearEntities } from "../alerts/clear-alert";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { findRuns } from "../backups/run.repo";
import { patchBackup } from "../backups/patch-backup.repo";
import { findingKey } from "./finding.pure";
import { patchFindings, type OpenFinding } from "./findings.repo";
import { findingsChanged } from "./findings-changed";
import { count, type Pass } from "./pass";

const ROWS_PER_WRITE = 200;

/** After a whole pass alone: what it has not seen again has mended itself. */
export async function resolveFindings(pass: Pass): Promise<void> {
  const still: string[] = [];
  const over: OpenFinding[] = [];
  for (const [key, finding] of pass.open) {
    if (pass.touched.has(key)) still.push(finding.id);
    else over.push(finding);
  }
  const now = pass.ctx.runtime.clock.now();
  const { ctx, place } = pass;
  for (const ids of inChunks(still, ROWS_PER_WRITE)) {
    await ctx.runtime.db.write((tx) => patchFindings(tx, ids, { lastSeenAt: now }));
  }
  for (const chunk of inChunks(over, ROWS_PER_WRITE)) {
    await ctx.runtime.db.write(async (tx) => {
      const ids = chunk.map(({ id }) => id);
      await patchFindings(tx, ids, { resolvedAt: now, resolution: "The difference is gone." });
      await findingsChanged(tx, ctx, place);
    });
    await forget(pass, chunk);
  }
  for (const finding of over) pass.open.delete(findingKey(finding));
  count(pass, "resolved", over.length);
}

/** What else said the same: a backup's second image, and members of alerts. */
async function forget(pass: Pass, resolved: readonly OpenFinding[]): Promise<void> {
  const { ctx } = pass;
  const second = resolved.filter(({ kind }) => kind === "second_image");
  for (const chunk of inChunks(second, 25)) {
    await ctx.runtime.db.write(async (tx) => {
      const ids = chunk.flatMap(({ backupId }) => backupId ?? []);
      const imageIds = new Set(chunk.map(({ resourceId }) => resourceId));
      for (const { backup } of await findRuns(tx, ids)) {
        if (!imageIds.has(backup.secondImageId ?? "")) continue;
        await patchBackup(tx, ctx, { backup, set: { secondImageId: null } });
      }
    });
  }
  const backupIds = resolved.flatMap(({ kind, backupId }) =>
    backupId !== null && (kind === "gone" || kind === "drift") ? [backupId] : [],
  );
  if (backupIds.length === 0) return;
  await ctx.runtime.db.write((tx) =>
    clearEntities(tx, ctx, {
      entityType: "backup",
      entityIds: backupIds,
      kinds: ["reconcile.gone", "reconcile.damaged"],
      reason: "AWS shows it as it should be again.",
    }),
  );
}
