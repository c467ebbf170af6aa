import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { assertNever } from "../errors";
import { adoptImage } from "./adopt-image";
import { insertAttempt, patchAttempt } from "./attempt.repo";
import { foreignNameReason, notStartedReason } from "./awaited-words.pure";
import { NOT_STARTED_CODE } from "./aws-looks.pure";
import { changeStatus, type StatusReason } from "./change-status";
import type { AwaitedOutcome } from "./decide-awaited.pure";
import { patchBackup } from "./patch-backup.repo";
import { recordStep } from "./record-step";
import type { AwaitedRun } from "./settle-awaited";
import { skipBackup } from "./skip-backup";
import { takeBack } from "./take-back";

interface Applied {
  /** From now on it is known that AWS has not started it, or could not. */
  isSilent: boolean;
  /** It is queued here. */
  isTakenBack: boolean;
}

const NO_NEWS: Applied = { isSilent: false, isTakenBack: false };

/** Writes down what a look has shown of a backup that AWS was to start. */
export async function applyAwaited(tx: Tx, ctx: Context, awaited: AwaitedRun): Promise<Applied> {
  const { outcome, run } = awaited;
  const { backup } = run;
  const now = ctx.runtime.clock.now();
  switch (outcome.type) {
    case "adopt": {
      const { image, secondImageId } = outcome;
      await adoptImage(tx, ctx, { backup, image, attemptNumber: 1, secondImageId, now });
      return NO_NEWS;
    }
    case "await_tags":
      await awaitTags(tx, ctx, awaited, outcome);
      return NO_NEWS;
    case "foreign":
      await miss(tx, ctx, awaited, foreignNameReason(outcome.image));
      return { ...NO_NEWS, isSilent: backup.status !== "missed" };
    case "nothing":
      return { ...NO_NEWS, isSilent: await lookAgain(tx, ctx, awaited, outcome) };
    case "take_back":
      return (await takeBack(tx, ctx, awaited, outcome))
        ? { isSilent: outcome.isSilent, isTakenBack: true }
        : NO_NEWS;
    case "skip":
      await skipBackup(tx, ctx, { backup, reason: awaited.rests ?? "paused" });
      return NO_NEWS;
    case "miss":
      await miss(tx, ctx, awaited, notStartedReason({ ...awaited, fromHere: "over" }));
      return NO_NEWS;
    default:
      return assertNever(outcome);
  }
}

/** Whether it is news that AWS has not started it. */
async function lookAgain(
  tx: Tx,
  ctx: Context,
  awaited: AwaitedRun,
  { nextLookAt, isSilent, startsAt }: Extract<AwaitedOutcome, { type: "nothing" }>,
): Promise<boolean> {
  const { backup } = awaited.run;
  const reason = isSilent ? notStartedReason({ ...awaited, fromHere: startsAt }) : null;
  const patched = await patchBackup(tx, ctx, {
    backup,
    set: { notBeforeAt: nextLookAt, ...(backup.status === "missed" ? {} : toColumns(reason)) },
  });
  const isNew = patched?.statusCode === NOT_STARTED_CODE && backup.statusCode !== NOT_STARTED_CODE;
  if (!reason || !isNew) return false;
  await recordStep(tx, ctx, {
    backupId: backup.id,
    type: "aws.silent",
    message: reason.message,
  });
  return true;
}

function toColumns(reason: StatusReason | null) {
  return {
    statusReason: reason?.message ?? null,
    statusCode: reason?.code ?? null,
    suggestion: reason?.suggestion ?? null,
  };
}

/** The attempt's row remembers since when. */
async function awaitTags(
  tx: Tx,
  ctx: Context,
  { run: { backup, attempt }, askedAt }: AwaitedRun,
  { image, nextLookAt }: Extract<AwaitedOutcome, { type: "await_tags" }>,
): Promise<void> {
  const patched = await patchBackup(tx, ctx, { backup, set: { notBeforeAt: nextLookAt } });
  if (!patched || attempt?.untaggedSinceAt) return;
  const seen = { untaggedSinceAt: askedAt };
  if (attempt) await patchAttempt(tx, attempt.id, seen);
  else {
    await insertAttempt(tx, ctx, {
      backupId: backup.id,
      number: 1,
      imageName: image.name,
      ...seen,
    });
  }
  const message = `${image.imageId} has its name and no tags yet.`;
  await recordStep(tx, ctx, { backupId: backup.id, type: "lookup.untagged", message });
}

/** `expected → missed`; one that was missed before stays so, and nobody looks for it any more. */
async function miss(
  tx: Tx,
  ctx: Context,
  { run: { backup } }: AwaitedRun,
  reason: StatusReason,
): Promise<void> {
  if (backup.status === "missed") {
    await patchBackup(tx, ctx, { backup, set: { notBeforeAt: null } });
    return;
  }
  await changeStatus(tx, ctx, {
    backup,
    to: "missed",
    trigger: "window_over",
    reason,
    set: { endedAt: ctx.runtime.clock.now(), notBeforeAt: null },
    message: reason.message,
  });
}
