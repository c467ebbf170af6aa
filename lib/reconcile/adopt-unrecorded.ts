import { recordAudit } from "../audit/record-audit";
import type { Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { takeFromDays } from "../backups/drop-future-missed";
import { insertAdopted, type Adopted } from "../backups/insert-adopted";
import { joinSnapshots } from "../backups/seen-snapshots";
import type { BackupRow } from "../backups/backup-row";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { groupBy } from "../schedules/group-by.pure";
import { readAheadOfLedger } from "./ahead-of-ledger.repo";
import { listInMissedRange } from "./in-missed-range.repo";
import { askToConfirm } from "./ask-to-confirm";
import { decideDrift } from "./decide-drift.pure";
import { draftRecord } from "./draft-record.pure";
import { instanceIdOf } from "./finding-of.pure";
import { count, type Pass } from "./pass";
import type { Place } from "./records.repo";
import { whose } from "./whose.pure";

/** Each image brings about ten rows. */
const IMAGES_PER_WRITE = 15;

/** Images of ours that no record knows become backups; with them, retention waits for a person. */
export async function adoptUnrecorded(
  pass: Pass,
  images: readonly Ec2Image[],
): Promise<BackupRow[]> {
  const rows: BackupRow[] = [];
  // Of two with one key, the one that is there wins.
  const ordered = images.toSorted(
    (a, b) => Number(b.state === "available") - Number(a.state === "available"),
  );
  for (const chunk of inChunks(ordered, IMAGES_PER_WRITE)) {
    const written = await pass.ctx.runtime.db.write(async (tx) => {
      const adopted = toAdopted(pass, chunk);
      const isAhead = await readAheadOfLedger(
        tx,
        adopted.map(({ instanceRef }) => instanceRef),
      );
      return adopt(tx, pass.ctx, {
        place: pass.place,
        adopted: adopted.filter((each) => each.kind !== "scheduled" || !isAhead(each)),
      });
    });
    rows.push(...written);
    remember(pass, written, chunk);
  }
  return rows;
}

export async function adopt(
  tx: Tx,
  ctx: Context,
  what: { place: Place; adopted: readonly Adopted[] },
): Promise<BackupRow[]> {
  const rows = await insertAdopted(tx, ctx, what);
  if (rows.length === 0) return rows;
  const { accountRef, region } = what.place;
  const missed = await takeFromMissed(tx, rows);
  const isSurprise = rows.length > missed.length;
  await recordAudit(tx, ctx, {
    action: "backup.adopt",
    targetType: "account",
    targetId: accountRef,
    accountRef,
    after: {
      region,
      imageIds: rows.map(({ imageId }) => imageId),
      ...(isSurprise ? { retentionConfirmed: false } : {}),
    },
  });
  if (isSurprise) await askToConfirm(tx, ctx, accountRef);
  return rows;
}

/** After a long downtime the ledger called them missed without a row of their own. */
async function takeFromMissed(tx: Tx, rows: readonly BackupRow[]): Promise<BackupRow[]> {
  const scheduled = rows.filter(({ kind }) => kind === "scheduled");
  const missed = await listInMissedRange(tx, scheduled);
  for (const [instanceRef, group] of groupBy(missed, (row) => row.instanceRef)) {
    await takeFromDays(tx, { instanceRef, moments: group.map(({ dueAt }) => dueAt) });
  }
  return missed;
}

function toAdopted({ instances, ctx }: Pass, images: readonly Ec2Image[]): Adopted[] {
  const now = ctx.runtime.clock.now();
  return images.flatMap((image) => {
    const instanceId = instanceIdOf(image);
    const instanceRef = instances.get(instanceId ?? "");
    if (instanceId === null || instanceRef === undefined) return [];
    return [{ ...draftRecord(image, now), image, instanceId, instanceRef }];
  });
}

/** Known from here on like any other: its snapshots are needed, and its tags may be wrong. */
function remember(pass: Pass, rows: readonly BackupRow[], images: readonly Ec2Image[]): void {
  const byId = new Map(images.map((image) => [image.imageId, image]));
  const now = pass.ctx.runtime.clock.now();
  for (const record of rows) {
    const image = byId.get(record.imageId ?? "");
    if (!image) continue;
    const { id: backupId, instanceId } = record;
    for (const { snapshotId } of joinSnapshots(image, new Map())) {
      pass.adopted.set(snapshotId, backupId);
      pass.needed.set(snapshotId, { imageId: image.imageId, backupId, instanceId });
    }
    if (record.status !== "available") continue;
    const drift = decideDrift({
      image,
      record,
      whose: whose(image.tags, pass.owner),
      owner: pass.owner,
      encryption: new Map(),
      now,
    });
    if (drift) pass.drifts.set(image.imageId, drift);
  }
  count(pass, "adopted", rows.length);
}
