import { IMAGE_TAGS } from "#lambda/contract/image-name";
import { recordAudit } from "../audit/record-audit";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Snapshot } from "../aws/ec2/ec2";
import { traceAwsPart } from "../aws/request-trace";
import { recordStep } from "../backups/record-step";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import { mayPass } from "../backups/may-pass";
import { clearRemovalFailure, raiseRemovalFailure } from "./removal-alerts";
import { chasePauseMs, LATER_PAUSE_MS } from "./removal-timing.pure";
import { NoCredentialError, withRemover } from "./remover";
import type { Place } from "./removals.repo";
import { requireYoungProof } from "./require-young-proof";
import { listChased, listRemaining, patchSnapshots, type Chased } from "./snapshots.repo";

const PER_CALL = 200;

/** Goes after what stayed of removed backups, until AWS holds it no more. */
export async function chaseSnapshots(ctx: Context, place: Place): Promise<JobResult> {
  const { runtime } = ctx;
  const now = runtime.clock.now();
  const chased = await listChased(runtime.db.read, { ...place, now, limit: PER_CALL });
  if (chased.length === 0) return;
  try {
    return await withRemover(ctx, { ...place, preferredId: null }, (ec2) =>
      chaseThese(ctx, ec2, chased),
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    if (error.retryAfterMs !== undefined) return { retryAfterMs: error.retryAfterMs };
    const isOut = error instanceof NoCredentialError;
    await postpone(ctx, chased, { message: error.message, isOut, passes: mayPass(error) });
    return;
  }
}

export async function chaseThese(
  ctx: Context,
  ec2: Ec2,
  chased: readonly Chased[],
): Promise<JobResult> {
  const provenAt = ctx.runtime.clock.now();
  const found = await ec2.findSnapshots(chased.map(({ snapshot }) => snapshot.snapshotId));
  const byId = new Map(found.map((snapshot) => [snapshot.snapshotId, snapshot]));
  for (const entry of chased) {
    const seen = byId.get(entry.snapshot.snapshotId);
    if (!seen) await settleGone(ctx, entry);
    else if (!isOurs(ctx, entry, seen)) await settleNotOurs(ctx, entry, seen);
    else {
      const result = await traceAwsPart(() => deleteOne(ctx, ec2, { ...entry, provenAt }));
      if (result !== undefined) return result;
    }
  }
  return;
}

/** Its tags are proven by the answer just read, and say this installation and this backup. */
function isOurs(ctx: Context, { backup }: Chased, { tags }: Ec2Snapshot): boolean {
  return (
    tags[IMAGE_TAGS.owner] === ctx.runtime.config.installationId &&
    tags[IMAGE_TAGS.backup] === backup.key &&
    tags[IMAGE_TAGS.keep] === undefined
  );
}

async function deleteOne(
  ctx: Context,
  ec2: Ec2,
  { provenAt, ...entry }: Chased & { provenAt: number },
): Promise<JobResult> {
  const { snapshotId } = entry.snapshot;
  await ctx.runtime.faultPoint?.("before-snapshot-delete");
  try {
    await ec2.deleteSnapshot(snapshotId, {
      beforeSend: () => requireYoungProof(ctx, { resourceId: snapshotId, provenAt }),
    });
    await ctx.runtime.faultPoint?.("after-snapshot-delete");
    await settleGone(ctx, entry);
    return;
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.awsCode === "InvalidSnapshot.NotFound") return settleGone(ctx, entry);
    if (error.outcome === "not_sent" && error.retryAfterMs !== undefined) {
      return { retryAfterMs: error.retryAfterMs };
    }
    await settleLeft(ctx, entry, error);
    return;
  }
}

async function settleGone(ctx: Context, { snapshot, backup }: Chased): Promise<void> {
  const now = ctx.runtime.clock.now();
  const { snapshotId, imageId, sizeGiB } = snapshot;
  await ctx.runtime.db.write(async (tx) => {
    const remaining = await listRemaining(tx, { backupId: backup.id, imageId: null });
    // Another process has told of it.
    if (!remaining.some(({ id }) => id === snapshot.id)) return;
    await patchSnapshots(tx, {
      ids: [snapshot.id],
      set: { deletedAt: now, chaseAt: null, stateMessage: null, updatedAt: now },
    });
    await recordStep(tx, ctx, {
      backupId: backup.id,
      type: "snapshot.deleted",
      message: `AWS has ${snapshotId} no more.`,
    });
    await recordAudit(tx, ctx, {
      action: "snapshot.deleted",
      targetType: "backup",
      targetId: backup.id,
      accountRef: backup.accountRef,
      before: { region: backup.region, snapshotId, imageId, sizeGiB },
    });
    if (remaining.length === 1) await clearRemovalFailure(tx, ctx, backup.id);
  });
}

async function settleNotOurs(ctx: Context, { snapshot, backup }: Chased, seen: Ec2Snapshot) {
  const kept = seen.tags[IMAGE_TAGS.keep] !== undefined;
  const message = kept
    ? `${snapshot.snapshotId} is tagged ${IMAGE_TAGS.keep}: it stays.`
    : `${snapshot.snapshotId} no longer has this backup's tags: it stays.`;
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    const set = { chaseAt: null, stateMessage: message, updatedAt: now };
    await patchSnapshots(tx, { ids: [snapshot.id], set });
    await recordStep(tx, ctx, { backupId: backup.id, type: "snapshot.kept", message });
  });
}

async function settleLeft(
  ctx: Context,
  { snapshot, backup }: Chased,
  error: AwsCallError,
): Promise<void> {
  const now = ctx.runtime.clock.now();
  const pauseMs = chasePauseMs(snapshot.chaseCount);
  const inUse = error.awsCode === "InvalidSnapshot.InUse";
  const message = inUse
    ? `${snapshot.snapshotId} is in use by another image: it goes when that one is gone.`
    : error.message;
  await ctx.runtime.db.write(async (tx) => {
    await patchSnapshots(tx, {
      ids: [snapshot.id],
      set: {
        chaseAt: now + pauseMs,
        chaseCount: snapshot.chaseCount + 1,
        stateMessage: message,
        updatedAt: now,
      },
    });
    if (snapshot.chaseCount === 0) {
      await recordStep(tx, ctx, { backupId: backup.id, type: "snapshot.left", message });
    }
    if (error.outcome === "refused" && !inUse) {
      const { awsCode: code, suggestion } = error;
      await raiseRemovalFailure(tx, ctx, { backup, code, message, suggestion });
    }
  });
}

async function postpone(
  ctx: Context,
  chased: readonly Chased[],
  why: { message: string; isOut: boolean; passes: boolean },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    for (const { snapshot } of chased) {
      const pauseMs = why.passes ? LATER_PAUSE_MS : chasePauseMs(snapshot.chaseCount);
      await patchSnapshots(tx, {
        ids: [snapshot.id],
        set: {
          // Without a credential nothing chases it: a person gives one.
          chaseAt: why.isOut ? null : now + pauseMs,
          chaseCount: snapshot.chaseCount + (why.passes ? 0 : 1),
          stateMessage: why.isOut ? "It needs a credential of its account." : why.message,
          updatedAt: now,
        },
      });
    }
  });
}
