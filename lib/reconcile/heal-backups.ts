import type { Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { adoptImage, isStartedByAws } from "../backups/adopt-image";
import type { BackupRow } from "../backups/backup-row";
import { changeStatus } from "../backups/change-status";
import { toSeenImage } from "../backups/image-identity";
import { findRuns } from "../backups/run.repo";
import { wasSent } from "../backups/attempt.repo";
import type { Tx } from "../db/tx";
import { readAheadOfLedger } from "./ahead-of-ledger.repo";
import { askToConfirm } from "./ask-to-confirm";
import type { Pass } from "./pass";
import type { DecidedImage } from "./settle-images";

/** Each writes a dozen rows: status, step, event, roll-ups, audit. */
const ROWS_PER_WRITE = 15;

/**
 * Records whose image exists after all: `pending`, and the next poll tells the rest; what was gone
 * is available again. A record that has moved since it was read is left as it is.
 */
export async function healBackups(pass: Pass, decided: readonly DecidedImage[]): Promise<void> {
  const healed = decided.filter(({ decision: { act } }) => act === "heal" || act === "restore");
  const { ctx } = pass;
  for (const chunk of inChunks(healed, ROWS_PER_WRITE)) {
    await ctx.runtime.db.write(async (tx) => {
      const runs = await findRuns(
        tx,
        chunk.flatMap(({ match }) => match?.record.id ?? []),
      );
      const byId = new Map(runs.map(({ backup }) => [backup.id, backup]));
      const isAhead = await readAheadOfLedger(
        tx,
        runs.map(({ backup }) => backup.instanceRef),
      );
      for (const { image, match } of chunk) {
        const backup = byId.get(match?.record.id ?? "");
        if (!backup || backup.status !== match?.record.status) continue;
        if (backup.leaseToken !== match.record.leaseToken) continue;
        // The tick says first who was to start it.
        if (backup.status === "expected" && backup.scheduler === "local" && isAhead(backup)) {
          continue;
        }
        if (backup.status === "gone") await restore(tx, pass, { backup, image });
        else await heal(tx, pass, { backup, image });
        byId.delete(backup.id);
      }
    });
  }
}

async function heal(
  tx: Tx,
  { ctx }: Pass,
  { backup, image }: { backup: BackupRow; image: Ec2Image },
): Promise<void> {
  const seen = toSeenImage(image);
  const number = Number(seen.attempt);
  const attemptNumber = Number.isInteger(number) && number > 0 ? number : backup.attemptNumber;
  // Of an older copy of the database: who asked for it knew more than these records do.
  if (!isStartedByAws(backup) && !(await wasSent(tx, backup.id))) {
    await askToConfirm(tx, ctx, backup.accountRef);
  }
  await adoptImage(tx, ctx, {
    backup,
    image: seen,
    attemptNumber,
    now: ctx.runtime.clock.now(),
  });
}

async function restore(
  tx: Tx,
  { ctx }: Pass,
  { backup, image }: { backup: BackupRow; image: Ec2Image },
): Promise<void> {
  await changeStatus(tx, ctx, {
    backup,
    to: "available",
    trigger: "restored",
    set: {
      imageId: image.imageId,
      imageName: image.name,
      imageState: image.state,
      imageCreatedAt: image.createdAt ?? backup.imageCreatedAt,
      missingSinceAt: null,
      notBeforeAt: null,
    },
    message: `${image.imageId} is in AWS again.`,
  });
}
