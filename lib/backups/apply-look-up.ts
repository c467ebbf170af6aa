import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { assertNever } from "../errors";
import { adoptImage } from "./adopt-image";
import { markLookedUp, type AttemptPatch } from "./attempt.repo";
import type { LookUpOutcome } from "./decide-look-up.pure";
import { endAttempt } from "./end-attempt";
import { failBackup } from "./fail-backup";
import { describeImageFailure } from "./image-failure.pure";
import type { UnheardRun } from "./look-up-attempts";
import type { Run } from "./run.repo";
import { patchBackup } from "./patch-backup.repo";
import { nextHealAt, RESEND_BY_MS } from "./protocol-timing.pure";
import { recordStep } from "./record-step";
import { toDeadSnapshotRows } from "./seen-snapshots";
import { saveSnapshots } from "./snapshot.repo";

export interface LookUp {
  run: UnheardRun;
  outcome: LookUpOutcome;
  images: readonly Ec2Image[];
  /** When AWS was asked: whoever stood still since has seen what was then. */
  askedAt: number;
}

/** Writes down what a look-up has shown, unless the name was sent again meanwhile. */
export async function applyLookUp(tx: Tx, ctx: Context, lookUp: LookUp): Promise<void> {
  const { run, outcome, askedAt } = lookUp;
  const now = ctx.runtime.clock.now();
  const looked: AttemptPatch = {
    lookedUpAt: askedAt,
    lookupCount: run.attempt.lookupCount + 1,
    ...(outcome.type === "await_tags"
      ? { imageId: outcome.image.imageId, untaggedSinceAt: run.attempt.untaggedSinceAt ?? askedAt }
      : {}),
  };
  if (!(await markLookedUp(tx, run.attempt, looked))) return;
  if (outcome.type === "adopt") {
    const { image, secondImageId } = outcome;
    const { backup, attempt } = run;
    await adoptImage(tx, ctx, { backup, image, attemptNumber: attempt.number, secondImageId, now });
  } else if (run.backup.status === "failed") await applyToFailed(tx, ctx, lookUp);
  else await applyToCreating(tx, ctx, lookUp);
}

/** Given up already: go on looking slowly, or stop where nothing can come any more. */
async function applyToFailed(tx: Tx, ctx: Context, lookUp: LookUp): Promise<void> {
  const { run, outcome } = lookUp;
  const { backup } = run;
  const now = ctx.runtime.clock.now();
  const over = outcome.type === "dead" || outcome.type === "foreign";
  if (outcome.type === "dead") await listDead(tx, ctx, lookUp);
  const next = nextHealAt({ endedAt: backup.endedAt ?? now, now });
  await patchBackup(tx, ctx, { backup, set: { notBeforeAt: over ? null : next } });
}

async function applyToCreating(tx: Tx, ctx: Context, lookUp: LookUp): Promise<void> {
  const { run, outcome } = lookUp;
  const { backup, attempt } = run;
  switch (outcome.type) {
    case "adopt":
      return;
    case "dead":
      return endDead(tx, ctx, lookUp);
    case "foreign":
      return endForeign(tx, ctx, lookUp);
    case "await_tags":
      if (attempt.untaggedSinceAt === null) {
        const message = `${outcome.image.imageId} has this name and no tags yet.`;
        await recordStep(tx, ctx, { backupId: backup.id, type: "lookup.untagged", message });
      }
      await patchBackup(tx, ctx, { backup, set: { notBeforeAt: outcome.nextLookAt } });
      return;
    case "resend": {
      const notBeforeAt = ctx.runtime.clock.now() + RESEND_BY_MS;
      await patchBackup(tx, ctx, { backup, set: { notBeforeAt } });
      return;
    }
    case "nothing":
      await patchBackup(tx, ctx, { backup, set: { notBeforeAt: outcome.nextLookAt } });
      return;
    case "give_up":
      await giveUp(tx, ctx, run);
      return;
    default:
      assertNever(outcome);
  }
}

export async function giveUp(
  tx: Tx,
  ctx: Context,
  { backup, because }: Pick<Run, "backup"> & { because?: string },
): Promise<void> {
  await failBackup(tx, ctx, {
    backup,
    reason: {
      message: `AWS never confirmed this backup, and ${because ?? "shows no image of it."}`,
      code: "UnknownToAws",
      suggestion: "Back up now. Should the image still appear, this record puts itself right.",
    },
    mayHeal: true,
  });
}

async function endDead(tx: Tx, ctx: Context, lookUp: LookUp): Promise<void> {
  const { run, outcome, images } = lookUp;
  if (outcome.type !== "dead") return;
  const { imageId, state } = outcome.image;
  const stateReason = images.find((image) => image.imageId === imageId)?.stateReason ?? null;
  const ended = await endAttempt(tx, ctx, {
    ...run,
    as: "failed",
    imageId,
    imageState: state,
    reason: describeImageFailure({ state, stateReason, snapshots: [] }),
  });
  if (ended) await listDead(tx, ctx, lookUp);
}

/** What AWS keeps of an image that failed is nobody else's: its record lists it. */
async function listDead(tx: Tx, ctx: Context, { run, images }: LookUp): Promise<void> {
  const now = ctx.runtime.clock.now();
  const mine = images.filter(
    (image) => image.name === run.attempt.imageName || image.imageId === run.attempt.imageId,
  );
  await saveSnapshots(tx, toDeadSnapshotRows(mine, { backupId: run.backup.id, now }));
}

async function endForeign(tx: Tx, ctx: Context, { run, outcome }: LookUp): Promise<void> {
  if (outcome.type !== "foreign") return;
  const { imageId, state, name } = outcome.image;
  await endAttempt(tx, ctx, {
    ...run,
    as: "foreign",
    imageId,
    imageState: state,
    reason: {
      message: `The name ${name} belongs to ${imageId}, which is not ours.`,
      code: "ForeignImage",
      suggestion: "Nothing was touched. See in AWS who made that image.",
    },
  });
}
