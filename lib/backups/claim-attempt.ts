import { batchesOf } from "../batches";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { newToken } from "../ids";
import { findRoom, readAtOnceLimits } from "./at-once";
import type { Room } from "./at-once.pure";
import { tellWaiting } from "./at-once.repo";
import { insertAttempts, patchAttempt } from "./attempt.repo";
import type { AttemptRow, BackupRow } from "./backup-row";
import { changeStatuses, type StatusChange } from "./change-status";
import { decideNextStep } from "./decide-next-step.pure";
import { engineContext } from "./engine-context";
import { attemptName } from "./image-identity";
import { patchBackup } from "./patch-backup.repo";
import { LEASE_MS, SEND_SLACK_MS } from "./protocol-timing.pure";
import { recordStep } from "./record-step";
import type { Runtime } from "../runtime";
import { findRun, findRuns, type Run } from "./run.repo";
import { listBusyInstances } from "./unfinished-backup.repo";

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
  run: Run,
  { again }: { again: boolean },
): Promise<Claim | null> {
  if (!again) return firstClaims(ctx.runtime).add(run);
  return ctx.runtime.db.write((tx) => claimAgain(tx, ctx, run.backup.id));
}

/** A write of these lasts some 10 ms. */
const CLAIMS_PER_WRITE = 40;

/** Claims that are asked for at the same time share a transaction. */
const firstClaims = batchesOf((runtime: Runtime) => ({
  max: CLAIMS_PER_WRITE,
  async run(runs: readonly Run[]): Promise<Array<Claim | null>> {
    const ctx = engineContext(runtime, "backup.run");
    const asked = runs.map((run, index) => ({ run, index }));
    const limits = await readAtOnceLimits(runtime);
    return runtime.db.write(async (tx) => {
      const room = await findRoom(tx, limits);
      const claims = runs.map((): Claim | null => null);
      // The second that asks for a backup, or for one of an instance, sees what the first has done.
      for (const round of roundsOf(asked, ({ run }) => run.backup.instanceRef)) {
        const backupIds = round.map(({ run }) => run.backup.id);
        const won = await claimRound(tx, ctx, { backupIds, room });
        for (const { run, index } of round) claims[index] = won.get(run.backup.id) ?? null;
      }
      return claims;
    });
  },
}));

/** Rounds in which no key comes twice, in the order of the items. */
function roundsOf<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const rounds: T[][] = [];
  const seen = new Map<string, number>();
  for (const item of items) {
    const round = seen.get(keyOf(item)) ?? 0;
    seen.set(keyOf(item), round + 1);
    (rounds[round] ??= []).push(item);
  }
  return rounds;
}

/** No two of one instance; answers with those that were won. */
async function claimRound(
  tx: Tx,
  ctx: Context,
  { backupIds, room }: { backupIds: readonly string[]; room: Room | null },
): Promise<Map<string, Claim>> {
  const runs = (await findRuns(tx, backupIds)).filter((run) =>
    isStillNext(ctx, { run, again: false }),
  );
  const busy = await listBusyInstances(
    tx,
    runs.map(({ backup }) => backup.instanceRef),
  );
  for (const run of runs) if (busy.has(run.backup.instanceRef)) await wait(tx, ctx, run);
  const free = await takeRoom(tx, {
    room,
    runs: runs.filter(({ backup }) => !busy.has(backup.instanceRef)),
  });
  const taken = await changeStatuses(
    tx,
    ctx,
    free.map((run) => toFirst(ctx, run)),
  );
  const held = free.flatMap((run, index) => {
    const backup = taken[index];
    return backup ? [{ run, backup }] : [];
  });
  if (held.length === 0) return new Map();
  await ctx.runtime.faultPoint?.("in-claim");
  const sending = await writeSending(
    tx,
    ctx,
    held.map(({ run }) => run),
  );
  const claims = new Map<string, Claim>();
  for (const { run, backup } of held) {
    const attempt = sending.get(backup.id);
    if (attempt) claims.set(backup.id, { backup, attempt, before: run.attempt });
  }
  return claims;
}

/** As many as may be made at once; the tick starts the others when there is room. */
async function takeRoom(
  tx: Tx,
  { room, runs }: { room: Room | null; runs: readonly Run[] },
): Promise<readonly Run[]> {
  if (!room) return runs;
  const taken: Run[] = [];
  for (const run of runs) {
    const { id, accountRef } = run.backup;
    const reason = room.refusal(accountRef);
    if (reason !== null) {
      await tellWaiting(tx, { ids: [id], reason });
      continue;
    }
    room.take(accountRef);
    taken.push(run);
  }
  return taken;
}

async function claimAgain(tx: Tx, ctx: Context, backupId: string): Promise<Claim | null> {
  const run = await findRun(tx, backupId);
  if (!run || !isStillNext(ctx, { run, again: true })) return null;
  const backup = await holdAgain(tx, ctx, run);
  if (!backup) return null;
  await ctx.runtime.faultPoint?.("in-claim");
  const attempt = (await writeSending(tx, ctx, [run])).get(backupId);
  return attempt ? { backup, attempt, before: run.attempt } : null;
}

/** Status and lease alone do not tell: a whole attempt may have passed since the run was read. */
function isStillNext(ctx: Context, { run, again }: { run: Run; again: boolean }): boolean {
  const step = decideNextStep({ ...run, now: ctx.runtime.clock.now() });
  return step.type === "send" && step.again === again;
}

/** Another backup of the instance is still being made. */
async function wait(tx: Tx, ctx: Context, { backup }: Run): Promise<void> {
  const notBeforeAt = ctx.runtime.clock.now() + WAIT_FOR_OTHER_MS;
  const told = { statusReason: WAITS_FOR_OTHER, statusCode: "OtherBackupUnfinished" };
  await patchBackup(tx, ctx, { backup, set: { notBeforeAt, ...told } });
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

function toFirst(ctx: Context, run: Run): StatusChange {
  const { backup, attempt, instance } = run;
  const fresh = attempt === null && backup.kind === "scheduled";
  return {
    backup,
    to: "creating",
    trigger: "claimed",
    set: {
      ...lease(ctx),
      startedAt: backup.startedAt ?? ctx.runtime.clock.now(),
      // As the instance is set now, not as it was when the moment was written down.
      reboot: fresh ? instance.rebootOnBackup : backup.reboot,
    },
    message: `Asking AWS for the image, attempt ${backup.attemptNumber}.`,
  };
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

/** The attempts as they are now, by backup. */
async function writeSending(
  tx: Tx,
  ctx: Context,
  runs: readonly Run[],
): Promise<Map<string, AttemptRow>> {
  const written = new Map<string, AttemptRow>();
  for (const { backup, attempt } of runs) {
    if (!attempt) continue;
    const sending = sendingOf(ctx, attempt);
    await patchAttempt(tx, attempt.id, sending);
    written.set(backup.id, { ...attempt, ...sending });
  }
  const fresh = runs.filter(({ attempt }) => attempt === null);
  const inserted = await insertAttempts(
    tx,
    ctx,
    fresh.map((run) => {
      const number = run.backup.attemptNumber;
      const imageName = attemptName(ctx, run, number);
      return { backupId: run.backup.id, number, imageName, ...sendingOf(ctx, null) };
    }),
  );
  for (const attempt of inserted) written.set(attempt.backupId, attempt);
  return written;
}

function sendingOf(ctx: Context, attempt: AttemptRow | null) {
  const now = ctx.runtime.clock.now();
  return {
    status: "sending" as const,
    sendCount: (attempt?.sendCount ?? 0) + 1,
    firstSentAt: attempt?.firstSentAt ?? now,
    lastSentAt: now + SEND_SLACK_MS,
    lookedUpAt: null,
    lookupCount: 0,
    errorCode: null,
    errorMessage: null,
  };
}
