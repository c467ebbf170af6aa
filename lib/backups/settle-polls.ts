import type { Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { applyPoll, completePolls, type Poll } from "./apply-poll";
import type { BackupRow } from "./backup-row";
import { decidePoll, progressOf } from "./decide-poll.pure";
import { postponeBackups } from "./patch-backup.repo";
import { readPollMs } from "./poll-interval";
import { nextPollAt } from "./protocol-timing.pure";
import type { Run } from "./run.repo";
import { joinSnapshots } from "./seen-snapshots";
import { writePart } from "./write-part";

/** A run whose image id is known and that AWS has not confirmed. */
export interface WatchedRun extends Run {
  backup: BackupRow & { status: "pending" | "failed"; imageId: string };
}

export function isWatched(run: Run): run is WatchedRun {
  const { status, imageId } = run.backup;
  return (status === "pending" || status === "failed") && imageId !== null;
}

const ROWS_PER_WRITE = 25;

export async function settlePolls(
  ctx: Context,
  seen: {
    runs: readonly WatchedRun[];
    images: readonly Ec2Image[];
    snapshots: ReadonlyMap<string, Ec2Snapshot>;
    /** When AWS was asked: whoever stood still since has seen what was then. */
    askedAt: number;
  },
): Promise<void> {
  const { askedAt } = seen;
  const now = ctx.runtime.clock.now();
  const images = new Map(seen.images.map((image) => [image.imageId, image]));
  const polls = seen.runs.map((run): Poll => {
    const image = images.get(run.backup.imageId) ?? null;
    const outcome = decidePoll({ backup: run.backup, image, now: askedAt });
    return {
      run,
      image,
      outcome,
      askedAt,
      snapshots: image ? joinSnapshots(image, seen.snapshots) : [],
    };
  });
  const quiet = polls.filter((poll) => bringsNothing(poll));
  await postponeQuiet(ctx, quiet, now);
  const news = polls.filter((poll) => !quiet.includes(poll));
  for (let from = 0; from < news.length; from += ROWS_PER_WRITE) {
    const chunk = news.slice(from, from + ROWS_PER_WRITE);
    await writePart(ctx, chunk, async (tx, part) => {
      await completePolls(
        tx,
        ctx,
        part.filter(({ outcome }) => outcome.type === "available"),
      );
      for (const poll of part) {
        if (poll.outcome.type !== "available") await applyPoll(tx, ctx, poll);
      }
    });
    await ctx.runtime.faultPoint?.("after-poll");
  }
}

/** Nothing to write but the next look: as far as it was, or still not there. */
function bringsNothing({ run, outcome, image, snapshots }: Poll): boolean {
  const { backup } = run;
  if (backup.status !== "pending" || backup.statusReason !== null) return false;
  if (outcome.type === "not_seen") return true;
  const progress = progressOf(snapshots) ?? backup.progressPercent;
  return (
    outcome.type === "making" &&
    backup.imageSeenAt !== null &&
    backup.missingSinceAt === null &&
    backup.imageState === image?.state &&
    backup.progressPercent === progress
  );
}

/** One statement for all that meet again at the same instant. */
async function postponeQuiet(ctx: Context, polls: readonly Poll[], now: number): Promise<void> {
  const byInstant = new Map<number, string[]>();
  const pollMs = await readPollMs(ctx.runtime.db.read);
  for (const { run } of polls) {
    const { kind, pendingAt, id } = run.backup;
    const at = nextPollAt({ manual: kind === "manual", pendingAt: pendingAt ?? now, now, pollMs });
    const ids = byInstant.get(at) ?? [];
    byInstant.set(at, [...ids, id]);
  }
  for (const [notBeforeAt, ids] of byInstant) {
    await ctx.runtime.db.write((tx) =>
      postponeBackups(tx, { ids, status: "pending", notBeforeAt }),
    );
  }
}
