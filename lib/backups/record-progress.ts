import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { emitEvent } from "../events/emit-event";
import { backupChanged } from "./backup-changed";
import type { BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";
import { progressOf } from "./decide-poll.pure";
import { patchBackup } from "./patch-backup.repo";
import { readPollMs } from "./poll-interval";
import { nextPollAt } from "./protocol-timing.pure";
import { toSnapshotRows, type SeenSnapshot } from "./seen-snapshots";
import { saveSnapshots } from "./snapshot.repo";

interface Making {
  run: { backup: BackupRow };
  image: Ec2Image;
  snapshots: SeenSnapshot[];
}

/** AWS works on the image. Pages hear of it only when there is something new to show. */
export async function recordProgress(tx: Tx, ctx: Context, making: Making): Promise<void> {
  const { backup } = making.run;
  const now = ctx.runtime.clock.now();
  const set = {
    imageState: making.image.state,
    imageSeenAt: backup.imageSeenAt ?? now,
    imageCreatedAt: making.image.createdAt ?? backup.imageCreatedAt,
    missingSinceAt: null,
    progressPercent: progressOf(making.snapshots) ?? backup.progressPercent,
  };
  if (backup.status === "failed") {
    await liveAgain(tx, ctx, { making, set });
    return;
  }
  const pendingAt = backup.pendingAt ?? now;
  const pollMs = await readPollMs(tx);
  const notBeforeAt = nextPollAt({ manual: backup.kind === "manual", pendingAt, now, pollMs });
  const cleared = { statusReason: null, statusCode: null, suggestion: null };
  const patched = await patchBackup(tx, ctx, { backup, set: { ...set, ...cleared, notBeforeAt } });
  if (!patched) return;
  const moved = set.progressPercent !== backup.progressPercent;
  if (moved) await emitEvent(ctx.runtime, tx, backupChanged(patched));
  if (moved || backup.imageSeenAt === null) await saveSnapshots(tx, rowsOf(making, now));
}

async function liveAgain(
  tx: Tx,
  ctx: Context,
  { making, set }: { making: Making; set: Partial<BackupRow> },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { backup } = making.run;
  const pending = await changeStatus(tx, ctx, {
    backup,
    to: "pending",
    trigger: "seen",
    set: {
      imageState: set.imageState ?? null,
      imageSeenAt: set.imageSeenAt ?? now,
      missingSinceAt: null,
      progressPercent: set.progressPercent ?? null,
      pendingAt: now,
      endedAt: null,
      notBeforeAt: now,
    },
    message: `The image exists after all: ${making.image.imageId}.`,
  });
  if (pending) await saveSnapshots(tx, rowsOf(making, now));
}

function rowsOf({ run, image, snapshots }: Making, now: number) {
  return toSnapshotRows(snapshots, { backupId: run.backup.id, imageId: image.imageId, now });
}
