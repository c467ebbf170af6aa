import { iamStatementFor } from "#lib/aws/iam-statement.pure";
import { changeStatus, type StatusChange } from "#lib/backups/change-status";
import type { BackupRow } from "#lib/backups/backup-row";
import { insertBackup } from "#lib/backups/insert-backup";
import { MINUTE, SECOND } from "#lib/clock";
import { systemContext, type Context } from "#lib/context";
import { attempts, occurrences, snapshots } from "#lib/db/schema/index";
import type { Tx } from "#lib/db/tx";
import { newId } from "#lib/ids";
import type { Runtime } from "#lib/runtime";
import type { PastRun } from "./write-history";

type Change = Omit<StatusChange, "backup">;

const QUEUED_AFTER_MS = 120;
const ACCEPTED_AFTER_MS = 700;

/** In the words that the product itself has for it. */
function refusal({ config }: Runtime) {
  const { installationId } = config;
  const statements = iamStatementFor({ action: "CreateImage", partition: "aws", installationId });
  return {
    code: "UnauthorizedOperation",
    message: "The credential may not do ec2:CreateImage.",
    suggestion: `Add this to its IAM policy: ${statements}`,
  };
}

/** One due moment of the past through the product's own table of states, each step at its time. */
export async function writeRun({
  tx,
  runtime,
  past,
}: {
  tx: Tx;
  runtime: Runtime;
  past: PastRun;
}): Promise<void> {
  const { target, run, startWindowMs } = past;
  const { backup } = await insertBackup(tx, contextAt(runtime, run.dueAt - MINUTE), {
    target,
    due: { dueAt: run.dueAt },
    at: run.dueAt,
    status: "expected",
    startWindowEndsAt: run.dueAt + startWindowMs,
    message: "Expected by the schedule.",
  });
  await writeOccurrence(tx, { runtime, past, backupId: backup.id });
  let current: BackupRow | null = backup;
  for (const { at, change } of steps(past, runtime)) {
    if (!current) throw new Error("Somebody else writes to the demo's database.");
    current = await changeStatus(tx, contextAt(runtime, at), { ...change, backup: current });
  }
  await writeAttempt(tx, { runtime, past, backup });
}

function contextAt(runtime: Runtime, at: number): Context {
  const then = { ...runtime, clock: { now: () => at } };
  return systemContext(then, "demo_history", newId("req", at, runtime.random));
}

function steps(past: PastRun, runtime: Runtime): Array<{ at: number; change: Change }> {
  const { run, startWindowMs } = past;
  if (run.outcome === "missed") return [missed(run.dueAt + startWindowMs)];
  const queuedAt = run.dueAt + QUEUED_AFTER_MS;
  const sentAt = run.dueAt + run.startDelayMs;
  const begun = [
    step(queuedAt, {
      to: "queued",
      trigger: "due",
      message: "Due: waiting for its turn.",
      set: { queuedAt },
    }),
    step(sentAt, {
      to: "creating",
      trigger: "claimed",
      message: "A worker took it.",
      set: { startedAt: sentAt },
    }),
  ];
  return [
    ...begun,
    ...(past.made ? good(past, past.made) : [refused(sentAt + ACCEPTED_AFTER_MS, runtime)]),
  ];
}

function good({ run }: PastRun, { image, snapshots: own }: NonNullable<PastRun["made"]>) {
  const acceptedAt = run.dueAt + run.startDelayMs + ACCEPTED_AFTER_MS;
  const endedAt = acceptedAt + run.durationMs;
  const known = { imageId: image.imageId, imageCreatedAt: image.createdAt };
  const sizeBytes = own.reduce((sum, { fullSizeBytes }) => sum + fullSizeBytes, 0);
  return [
    step(acceptedAt, {
      to: "pending",
      trigger: "accepted",
      message: `AWS took the request: ${image.imageId}.`,
      set: { ...known, pendingAt: acceptedAt, imageState: "pending", progressPercent: 0 },
    }),
    step(endedAt, {
      to: "available",
      trigger: "completed",
      message: "AWS says that the image is available.",
      set: {
        ...known,
        endedAt,
        imageSeenAt: endedAt,
        imageState: "available",
        progressPercent: 100,
        sizeBytes,
      },
    }),
  ];
}

function refused(endedAt: number, runtime: Runtime) {
  const reason = refusal(runtime);
  return step(endedAt, {
    to: "failed",
    trigger: "gave_up",
    reason,
    message: reason.message,
    set: { endedAt },
  });
}

function missed(endedAt: number) {
  const message = "Nothing was running from its due moment to the end of its start window.";
  const suggestion = "Back up now, if the next scheduled run is too far away.";
  const reason = { message, code: "StartWindowOver", suggestion };
  return step(endedAt, { to: "missed", trigger: "window_over", reason, message, set: { endedAt } });
}

function step(at: number, change: Change) {
  return { at, change };
}

async function writeOccurrence(
  tx: Tx,
  { runtime, past, backupId }: { runtime: Runtime; past: PastRun; backupId: string },
): Promise<void> {
  const { dueAt } = past.run;
  await tx.insert(occurrences).values({
    id: newId("occ", dueAt, runtime.random),
    linkId: past.linkId,
    instanceRef: past.target.id,
    dueAt,
    backupId,
    createdAt: dueAt - MINUTE,
  });
}

async function writeAttempt(
  tx: Tx,
  { runtime, past, backup }: { runtime: Runtime; past: PastRun; backup: BackupRow },
): Promise<void> {
  const { run, made } = past;
  if (run.outcome === "missed") return;
  const sentAt = run.dueAt + run.startDelayMs;
  await tx.insert(attempts).values({
    id: newId("att", sentAt, runtime.random),
    backupId: backup.id,
    number: 1,
    imageName: backup.imageName ?? backup.id,
    status: made ? "accepted" : "failed",
    sendCount: 1,
    firstSentAt: sentAt,
    lastSentAt: sentAt,
    imageId: made?.image.imageId ?? null,
    errorCode: made ? null : refusal(runtime).code,
    errorMessage: made ? null : refusal(runtime).message,
    createdAt: sentAt - SECOND / 10,
    endedAt: sentAt + ACCEPTED_AFTER_MS,
  });
  if (!made || made.snapshots.length === 0) return;
  await tx.insert(snapshots).values(
    made.snapshots.map((snapshot) => ({
      id: newId("bev", sentAt, runtime.random),
      backupId: backup.id,
      snapshotId: snapshot.snapshotId,
      volumeId: snapshot.volumeId,
      sizeGiB: snapshot.sizeGib,
      fullSizeBytes: snapshot.fullSizeBytes,
      encrypted: snapshot.encrypted,
      state: "completed",
      progressPercent: 100,
      updatedAt: sentAt + run.durationMs,
    })),
  );
}
