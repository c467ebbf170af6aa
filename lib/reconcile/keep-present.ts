import { inChunks } from "../aws/ec2/filter-value.pure";
import { patchBackup } from "../backups/patch-backup.repo";
import { recordSecondImage } from "../backups/record-second-image";
import { findRuns } from "../backups/run.repo";
import { count, type Pass } from "./pass";
import { markMissing } from "./records.repo";
import type { DecidedImage } from "./settle-images";

const ROWS_PER_WRITE = 25;

/** What AWS shows of images whose records know them: its state, that it is back, or a second one. */
export async function keepPresent(pass: Pass, decided: readonly DecidedImage[]): Promise<void> {
  await clearMissing(pass, decided);
  const changed = decided.filter(
    ({ decision, match, image }) =>
      match !== null &&
      ((decision.act === "keep" && match.record.imageState !== image.state) ||
        (decision.act === "second" && match.record.secondImageId !== image.imageId) ||
        decision.act === "look"),
  );
  for (const chunk of inChunks(changed, ROWS_PER_WRITE)) await write(pass, chunk);
}

async function clearMissing(pass: Pass, decided: readonly DecidedImage[]): Promise<void> {
  const back = decided.filter(
    ({ decision, match }) => decision.act === "keep" && match?.record.missingSinceAt !== null,
  );
  if (back.length === 0) return;
  const ids = back.flatMap(({ match }) => match?.record.id ?? []);
  await pass.ctx.runtime.db.write((tx) => markMissing(tx, { ids, missingSinceAt: null }));
  count(pass, "seen_again", ids.length);
}

async function write(pass: Pass, chunk: readonly DecidedImage[]): Promise<void> {
  const { ctx } = pass;
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    const runs = await findRuns(
      tx,
      chunk.flatMap(({ match }) => match?.record.id ?? []),
    );
    const byId = new Map(runs.map(({ backup }) => [backup.id, backup]));
    for (const { image, match, decision } of chunk) {
      const backup = byId.get(match?.record.id ?? "");
      if (!backup || backup.status !== match?.record.status) continue;
      if (decision.act === "second") {
        await recordSecondImage(tx, ctx, { backup, imageId: image.imageId });
      } else if (decision.act === "look") {
        await patchBackup(tx, ctx, { backup, set: { notBeforeAt: now } });
      } else await patchBackup(tx, ctx, { backup, set: { imageState: image.state } });
    }
  });
}
