import type { Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { assertNever } from "../errors";
import { changeStatuses, type StatusChange } from "./change-status";
import { sizeOf, type PollOutcome } from "./decide-poll.pure";
import { endAttempt } from "./end-attempt";
import { failBackup } from "./fail-backup";
import { describeImageFailure } from "./image-failure.pure";
import { patchBackup } from "./patch-backup.repo";
import { readPollMs } from "./poll-interval";
import { nextHealAt, nextPollAt } from "./protocol-timing.pure";
import { recordProgress } from "./record-progress";
import { toSnapshotRows, type SeenSnapshot } from "./seen-snapshots";
import type { WatchedRun } from "./settle-polls";
import { saveSnapshots } from "./snapshot.repo";

export interface Poll {
  run: WatchedRun;
  image: Ec2Image | null;
  outcome: PollOutcome;
  snapshots: SeenSnapshot[];
  /** When AWS was asked. */
  askedAt: number;
}

/** Writes down what one look at AWS has shown of one backup. */
export async function applyPoll(tx: Tx, ctx: Context, poll: Poll): Promise<void> {
  const { run, image, outcome } = poll;
  switch (outcome.type) {
    case "available":
      return completePolls(tx, ctx, [poll]);
    case "making":
      return image ? recordProgress(tx, ctx, { ...poll, image }) : undefined;
    case "dead":
      return image ? endDead(tx, ctx, { ...poll, image }) : undefined;
    case "not_seen":
      return lookAgain(tx, ctx, { run, missingSinceAt: run.backup.missingSinceAt });
    case "missing":
      return lookAgain(tx, ctx, { run, missingSinceAt: poll.askedAt });
    case "disabled":
    case "never_appeared":
    case "disappeared":
      return giveUp(tx, ctx, { run, why: outcome.type });
    default:
      assertNever(outcome);
  }
}

type SeenPoll = Poll & { image: Ec2Image };

/** AWS says of all of them that they are available. */
export async function completePolls(tx: Tx, ctx: Context, polls: readonly Poll[]): Promise<void> {
  const seen = polls.flatMap((poll): SeenPoll[] => {
    return poll.image ? [{ ...poll, image: poll.image }] : [];
  });
  const now = ctx.runtime.clock.now();
  const changed = await changeStatuses(
    tx,
    ctx,
    seen.map((poll) => toAvailable(poll, now)),
  );
  const completed = seen.filter((_, index) => changed[index] !== null);
  if (completed.length === 0) return;
  await ctx.runtime.faultPoint?.("in-poll");
  await saveSnapshots(
    tx,
    completed.flatMap(({ run, image, snapshots }) =>
      toSnapshotRows(snapshots, { backupId: run.backup.id, imageId: image.imageId, now }),
    ),
  );
}

function toAvailable({ run: { backup }, image, snapshots }: SeenPoll, now: number): StatusChange {
  return {
    backup,
    to: "available",
    trigger: "completed",
    set: {
      imageState: image.state,
      imageCreatedAt: image.createdAt,
      imageSeenAt: backup.imageSeenAt ?? now,
      missingSinceAt: null,
      sizeBytes: sizeOf(snapshots),
      progressPercent: 100,
      pendingAt: backup.pendingAt ?? now,
      endedAt: now,
      notBeforeAt: null,
    },
    message: `AWS says that ${image.imageId} is available.`,
  };
}

async function endDead(tx: Tx, ctx: Context, poll: SeenPoll): Promise<void> {
  const { run, image, snapshots } = poll;
  const { backup, attempt } = run;
  const { imageId, state } = image;
  const now = ctx.runtime.clock.now();
  const reason = describeImageFailure({ ...image, snapshots });
  const set = { imageState: state, notBeforeAt: null };
  if (backup.status !== "failed" && !attempt) {
    // Made by somebody else under our name: there is no attempt that another could follow.
    if (!(await failBackup(tx, ctx, { backup, reason, mayHeal: false }))) return;
  } else if (backup.status === "failed" || !attempt) {
    // Given up before; now AWS agrees, and there is nothing left to wait for.
    await patchBackup(tx, ctx, { backup, set: { ...set, statusReason: reason.message } });
  } else {
    const ended = { ...run, attempt, imageId, imageState: state, reason, as: "failed" as const };
    if (!(await endAttempt(tx, ctx, ended))) return;
  }
  await saveSnapshots(tx, toSnapshotRows(snapshots, { backupId: backup.id, imageId, now }));
}

async function lookAgain(
  tx: Tx,
  ctx: Context,
  { run, missingSinceAt }: { run: WatchedRun; missingSinceAt: number | null },
): Promise<void> {
  const { backup } = run;
  const now = ctx.runtime.clock.now();
  if (backup.status === "failed") {
    const next = nextHealAt({ endedAt: backup.endedAt ?? now, now });
    await patchBackup(tx, ctx, { backup, set: { notBeforeAt: next } });
    return;
  }
  const pendingAt = backup.pendingAt ?? now;
  const pollMs = await readPollMs(tx);
  const next = nextPollAt({ manual: backup.kind === "manual", pendingAt, now, pollMs });
  await patchBackup(tx, ctx, {
    backup,
    set: { notBeforeAt: next, missingSinceAt, statusReason: null, statusCode: null },
  });
}

const GIVE_UPS = {
  never_appeared: {
    message: "AWS named an image that never appeared.",
    code: "NeverAppeared",
    suggestion: "Back up now. Should the image still appear, this record puts itself right.",
  },
  disappeared: {
    message: "The image disappeared from AWS before it was finished.",
    code: "ImageGone",
    suggestion: "Somebody may have deregistered it: see CloudTrail, then back up now.",
  },
  disabled: {
    message: "Somebody disabled the image in AWS before it was seen available.",
    code: "ImageDisabled",
    suggestion: "Enable it in AWS, and this record puts itself right; or back up now.",
  },
} as const;

async function giveUp(
  tx: Tx,
  ctx: Context,
  { run, why }: { run: WatchedRun; why: keyof typeof GIVE_UPS },
): Promise<void> {
  const { backup } = run;
  if (backup.status === "failed") {
    await lookAgain(tx, ctx, { run, missingSinceAt: backup.missingSinceAt });
    return;
  }
  await failBackup(tx, ctx, { backup, reason: GIVE_UPS[why], mayHeal: true });
}
