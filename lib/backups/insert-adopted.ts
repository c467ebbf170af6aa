import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { attempts, backups } from "../db/schema";
import type { BackupKind } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { newId } from "../ids";
import type { BackupRow } from "./backup-row";
import { sizeOf } from "./decide-poll.pure";
import { recordStatusEffects } from "./record-status-effects";
import { joinSnapshots, toSnapshotRows } from "./seen-snapshots";
import { saveSnapshots } from "./snapshot.repo";
import { toPeoplesTags } from "./seen-tags.pure";
import { saveTags, type BackupTagRow } from "./tags.repo";

/** An image that AWS holds, with what its tags tell of the backup that made it. */
export interface Adopted {
  image: Ec2Image;
  instanceRef: string;
  instanceId: string;
  key: string;
  kind: BackupKind;
  dueAt: number;
  requestId: string | null;
  attemptNumber: number;
  hold: string | null;
}

/**
 * Records for images that none knows: available where AWS says so, pending where it is still at
 * work. One whose key is taken is left out, and so is not in the answer.
 */
export async function insertAdopted(
  tx: Tx,
  ctx: Context,
  {
    place,
    adopted,
  }: { place: { accountRef: string; region: string }; adopted: readonly Adopted[] },
): Promise<BackupRow[]> {
  if (adopted.length === 0) return [];
  const rows = await tx
    .insert(backups)
    .values(adopted.map((each) => ({ ...toRow(ctx, each), ...place })))
    .onConflictDoNothing({ target: backups.key })
    .returning();
  if (rows.length === 0) return [];
  const byImage = new Map(adopted.map(({ image }) => [image.imageId, image]));
  const now = ctx.runtime.clock.now();
  await tx
    .insert(attempts)
    .values(
      rows.map((row) => ({
        id: newId("att", now, ctx.runtime.random),
        backupId: row.id,
        number: row.attemptNumber,
        imageName: row.imageName ?? "",
        status: "accepted" as const,
        imageId: row.imageId,
        createdAt: now,
        endedAt: now,
      })),
    )
    .onConflictDoNothing();
  await saveSnapshots(
    tx,
    rows.flatMap((row) => {
      const image = byImage.get(row.imageId ?? "");
      if (!image) return [];
      const of = { backupId: row.id, imageId: image.imageId, now };
      return toSnapshotRows(joinSnapshots(image, new Map()), of);
    }),
  );
  await saveTags(
    tx,
    rows.flatMap((row) => toTagRows(row, byImage.get(row.imageId ?? ""), now)),
  );
  await recordStatusEffects(
    tx,
    ctx,
    rows.map((backup) => ({
      backup,
      from: null,
      message: `Adopted: AWS holds ${backup.imageId}, and no record knew it.`,
    })),
  );
  return rows;
}

/** What people have tagged it with; its name is the instance's. */
function toTagRows({ id, dueAt }: BackupRow, image: Ec2Image | undefined, now: number) {
  const set = { backupId: id, dueAt, setAt: now, confirmedAt: now, removing: false };
  return Object.entries(toPeoplesTags(image?.tags ?? {})).map(([key, value]): BackupTagRow => ({
    ...set,
    key,
    value,
  }));
}

function toRow(ctx: Context, adopted: Adopted): Omit<typeof backups.$inferInsert, Place> {
  const { image, hold, instanceRef, instanceId, key, kind, dueAt, requestId } = adopted;
  const now = ctx.runtime.clock.now();
  const isMade = image.state === "available" || image.state === "disabled";
  return {
    id: newId("bak", now, ctx.runtime.random),
    instanceRef,
    instanceId,
    key,
    kind,
    dueAt,
    requestId,
    description: image.description,
    status: isMade ? "available" : "pending",
    startWindowEndsAt: dueAt,
    notBeforeAt: isMade ? null : now,
    attemptNumber: adopted.attemptNumber,
    imageId: image.imageId,
    imageName: image.name,
    imageState: image.state,
    imageCreatedAt: image.createdAt,
    imageSeenAt: now,
    progressPercent: isMade ? 100 : 0,
    sizeBytes: isMade ? sizeOf(joinSnapshots(image, new Map())) : null,
    pendingAt: image.createdAt ?? now,
    endedAt: isMade ? (image.createdAt ?? now) : null,
    heldAt: hold === null ? null : now,
    heldReason: hold || null,
    holdTaggedAt: hold === null ? null : now,
    createdAt: now,
    updatedAt: now,
  };
}

type Place = "accountRef" | "region";
