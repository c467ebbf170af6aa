import { batchesOf } from "../batches";
import type { Context } from "../context";
import { assertNever } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { decideNextStep, type Step } from "./decide-next-step.pure";
import { engineContext } from "./engine-context";
import { lookUpKey } from "./look-up-key";
import { lookUpName } from "./look-up-name";
import { missBackup } from "./miss-backup";
import { findRuns, type Run } from "./run.repo";
import { sendAttempt } from "./send-attempt";
import { skipBackup, type SkipReason } from "./skip-backup";
import type { StepResult } from "./step-result";
import { takeOver } from "./take-over";

/** Far more than any backup needs in one go: a step that changes nothing must not spin. */
const STEPS_MAX = 10;
/** A wait longer than this leaves the queue: the tick finds the row when its time has come. */
const WAIT_IN_QUEUE_MS = 60_000;

/**
 * Takes one backup as far as it can go now. Any number of processes may do this to the same
 * backup at the same time, and any of them may die between two statements.
 */
export async function runBackup(
  runtime: Runtime,
  { backupId }: { backupId: string },
): Promise<JobResult> {
  const ctx = engineContext(runtime, "backup.run");
  for (let count = 0; count < STEPS_MAX; count++) {
    const run = await runReads(runtime).add(backupId);
    if (!run) return;
    const result = await takeStep(ctx, run);
    if (result === "done") return;
    if (result !== "again") return result;
  }
  runtime.log.error({ backupId }, "a backup did not come to rest");
}

const RUNS_PER_READ = 50;

/** Backups that are looked at at the same time share a read. */
const runReads = batchesOf((runtime: Runtime) => ({
  max: RUNS_PER_READ,
  async run(ids: readonly string[]): Promise<Array<Run | null>> {
    const runs = await findRuns(runtime.db.read, ids);
    const byId = new Map(runs.map((run) => [run.backup.id, run]));
    return ids.map((id) => byId.get(id) ?? null);
  },
}));

async function takeStep(ctx: Context, run: Run): Promise<StepResult> {
  const now = ctx.runtime.clock.now();
  const excluded = findExclusion(run);
  if (excluded) {
    await ctx.runtime.db.write((tx) =>
      skipBackup(tx, ctx, { backup: run.backup, reason: excluded }),
    );
    return "done";
  }
  return perform(ctx, run, decideNextStep({ ...run, now }));
}

async function perform(ctx: Context, run: Run, step: Step): Promise<StepResult> {
  switch (step.type) {
    case "done":
      return "done";
    case "wait": {
      const waitMs = step.untilAt - ctx.runtime.clock.now();
      return waitMs <= WAIT_IN_QUEUE_MS && run.backup.status === "queued"
        ? { retryAfterMs: waitMs }
        : "done";
    }
    case "miss":
      await ctx.runtime.db.write((tx) => missBackup(tx, ctx, { backup: run.backup }));
      return "done";
    case "take_over":
      return takeOver(ctx, run);
    case "look_up_key":
      return lookUpKey(ctx, run);
    case "look_up_name":
      return lookUpName(ctx, run);
    case "send":
      return sendAttempt(ctx, run, { again: step.again });
    default:
      return assertNever(step);
  }
}

/** What a person chose while the backup was waiting; nothing of it has been sent. */
function findExclusion({ backup, instance }: Run): SkipReason | null {
  if (backup.status !== "queued") return null;
  if (instance.removedAt !== null) return "removed";
  // What a person asked for is answered by AWS itself.
  if (backup.kind === "manual") return null;
  if (instance.state === "terminated") return "terminated";
  return instance.paused ? "paused" : null;
}
