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
import { FRESH_LOOK_MS, nextHealAt } from "./protocol-timing.pure";
import { recordStep } from "./record-step";

export interface LookUp {
  run: UnheardRun;
  outcome: LookUpOutcome;
  images: readonly Ec2Image[];
}

/** Writes down what a look-up has shown, unless the name was sent again meanwhile. */
export async function applyLookUp(tx: Tx, ctx: Context, lookUp: LookUp): Promise<void> {
  const { run, outcome } = lookUp;
  const now = ctx.runtime.clock.now();
  const looked: AttemptPatch = {
    lookedUpAt: now,
    lookupCount: run.attempt.lookupCount + 1,
    ...(outcome.type === "await_tags"
      ? { imageId: outcome.image.imageId, untaggedSinceAt: run.attempt.untaggedSinceAt ?? now }
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
async function applyToFailed(tx: Tx, ctx: Context, { run, outcome }: LookUp): Promise<void> {
  const { backup } = run;
  const now = ctx.runtime.clock.now();
  const over = outcome.type === "dead" || outcome.type === "foreign";
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
      const notBeforeAt = ctx.runtime.clock.now() + FRESH_LOOK_MS;
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

async function endDead(tx: Tx, ctx: Context, { run, outcome, images }: LookUp): Promise<void> {
  if (outcome.type !== "dead") return;
  const { imageId, state } = outcome.image;
  const stateReason = images.find((image) => image.imageId === imageId)?.stateReason ?? null;
  await endAttempt(tx, ctx, {
    ...run,
    as: "failed",
    imageId,
    imageState: state,
    reason: describeImageFailure({ state, stateReason, snapshots: [] }),
  });
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
