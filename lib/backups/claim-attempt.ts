import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newToken } from "../ids";
import { insertAttempt, patchAttempt } from "./attempt.repo";
import type { AttemptRow, BackupRow } from "./backup-row";
import { changeStatus } from "./change-status";
import { decideNextStep } from "./decide-next-step.pure";
import { attemptName } from "./image-identity";
import { patchBackup } from "./patch-backup.repo";
import { LEASE_MS, SEND_SLACK_MS } from "./protocol-timing.pure";
import { recordStep } from "./record-step";
import { findRun, type Run } from "./run.repo";
import { findRunningBackup } from "./unfinished-backup.repo";

export interface Claim {
  /** As claimed: its lease token is what every later write of this claim compares. */
  backup: BackupRow;
  /** As it is now: `sending`. */
  attempt: AttemptRow;
  /** As it was before; what a send without effect goes back to. */
  before: AttemptRow | null;
}

const WAIT_FOR_OTHER_MS = 15_000;
const WAITS_FOR_OTHER = "Another backup of this instance comes first.";

/**
 * Takes the backup under a lease and writes down that its name is about to be sent: whoever finds
 * this row after a crash knows that the image may exist. Null when somebody else was faster, or
 * when another backup of the instance is still being made.
 */
export async function claimAttempt(
  ctx: Context,
  { backup: { id } }: Run,
  { again }: { again: boolean },
): Promise<Claim | null> {
  return ctx.runtime.db.write(async (tx) => {
    const run = await findRun(tx, id);
    if (!run || !isStillNext(ctx, { run, again })) return null;
    if (!again && (await mustWait(tx, ctx, run))) return null;
    const backup = again ? await holdAgain(tx, ctx, run) : await takeFirst(tx, ctx, run);
    if (!backup) return null;
    await ctx.runtime.faultPoint?.("in-claim");
    return { backup, attempt: await writeSending(tx, ctx, run), before: run.attempt };
  });
}

/** Status and lease alone do not tell: a whole attempt may have passed since the run was read. */
function isStillNext(ctx: Context, { run, again }: { run: Run; again: boolean }): boolean {
  const step = decideNextStep({ ...run, now: ctx.runtime.clock.now() });
  return step.type === "send" && step.again === again;
}

async function mustWait(tx: Tx, ctx: Context, run: Run): Promise<boolean> {
  const { backup } = run;
  const other = await findRunningBackup(tx, {
    instanceRef: backup.instanceRef,
    except: backup.id,
  });
  if (!other) return false;
  const notBeforeAt = ctx.runtime.clock.now() + WAIT_FOR_OTHER_MS;
  const told = { statusReason: WAITS_FOR_OTHER, statusCode: "OtherBackupUnfinished" };
  await patchBackup(tx, ctx, { backup, set: { notBeforeAt, ...told } });
  return true;
}

function lease(ctx: Context) {
  const now = ctx.runtime.clock.now();
  const leaseExpiresAt = now + LEASE_MS;
  return {
    leaseToken: newToken(ctx.runtime.random),
    leaseExpiresAt,
    notBeforeAt: leaseExpiresAt,
  };
}

async function takeFirst(tx: Tx, ctx: Context, run: Run): Promise<BackupRow | null> {
  const { backup, attempt, instance } = run;
  const fresh = attempt === null && backup.kind === "scheduled";
  return changeStatus(tx, ctx, {
    backup,
    to: "creating",
    trigger: "claimed",
    set: {
      ...lease(ctx),
      startedAt: backup.startedAt ?? ctx.runtime.clock.now(),
      // As the instance is set now, not as it was when the moment was written down.
      ...(fresh ? { reboot: instance.rebootOnBackup } : {}),
    },
    message: `Asking AWS for the image, attempt ${backup.attemptNumber}.`,
  });
}

async function holdAgain(tx: Tx, ctx: Context, run: Run): Promise<BackupRow | null> {
  const held = await patchBackup(tx, ctx, { backup: run.backup, set: lease(ctx) });
  if (!held) return null;
  await recordStep(tx, ctx, {
    backupId: held.id,
    type: "attempt.resent",
    message: "AWS shows no image of this name: asking again under the same name.",
  });
  return held;
}

async function writeSending(tx: Tx, ctx: Context, run: Run): Promise<AttemptRow> {
  const now = ctx.runtime.clock.now();
  const { backup, attempt } = run;
  const sending = {
    status: "sending" as const,
    sendCount: (attempt?.sendCount ?? 0) + 1,
    firstSentAt: attempt?.firstSentAt ?? now,
    lastSentAt: now + SEND_SLACK_MS,
    lookedUpAt: null,
    lookupCount: 0,
    errorCode: null,
    errorMessage: null,
  };
  if (!attempt) {
    const number = backup.attemptNumber;
    const imageName = attemptName(ctx, run, number);
    return insertAttempt(tx, ctx, { backupId: backup.id, number, imageName, ...sending });
  }
  await patchAttempt(tx, attempt.id, sending);
  return { ...attempt, ...sending };
}
