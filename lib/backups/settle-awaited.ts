import { UNCONFIRMED_CODE } from "#lambda/contract/firing";
import { alertOnSilence } from "../alerts/alert-on-silence";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Tx } from "../db/tx";
import { isFiredByAws } from "../schedules/fired-by.pure";
import { groupBy } from "../schedules/group-by.pure";
import { findInactivity } from "../schedules/link-activity.pure";
import { applyAwaited } from "./apply-awaited";
import { listAskingLinks, listLatestReports } from "./awaited.repo";
import type { AskingLink, FunctionReport } from "./awaited.repo";
import { decideAwaited } from "./decide-awaited.pure";
import type { Asked, AwaitedOutcome, AwaitedReport } from "./decide-awaited.pure";
import { functionLogUrl } from "./function-log-url";
import { attemptIdentity, attemptName, toSeenImage } from "./image-identity";
import type { Run } from "./run.repo";
import { writePart } from "./write-part";

/** The one attempt that AWS's function makes. */
const ATTEMPT = 1;
const ROWS_PER_WRITE = 25;

/** AWS was to start it, or it was missed and somebody says that AWS did. */
export function isAwaitedRun({ backup: { status, leaseToken } }: Run): boolean {
  return leaseToken === null && (status === "expected" || status === "missed");
}

/** Images under the names that AWS's function gives them: one call. */
export async function findAwaitedImages(
  ctx: Context,
  ec2: Ec2,
  runs: readonly Run[],
): Promise<Ec2Image[]> {
  const names = runs.map((run) => attemptName(ctx, run, ATTEMPT));
  return names.length > 0 ? ec2.findImages({ names }) : [];
}

/** A run with all that a look at AWS has shown of it. */
export interface AwaitedRun {
  run: Run;
  outcome: AwaitedOutcome;
  report: FunctionReport | null;
  /** Of the links that ask for it. */
  rests: "removed" | "terminated" | "paused" | null;
  logUrl: string | null;
  askedAt: number;
}

/** What a look at AWS means for what AWS was to start; answers with those to start from here. */
export async function settleAwaited(
  ctx: Context,
  seen: { runs: readonly Run[]; images: readonly Ec2Image[]; askedAt: number },
): Promise<string[]> {
  const takenBack: string[] = [];
  for (let from = 0; from < seen.runs.length; from += ROWS_PER_WRITE) {
    const chunk = seen.runs.slice(from, from + ROWS_PER_WRITE).map((run) => ({ run }));
    await writePart(ctx, chunk, async (tx, part) => {
      const runs = part.map(({ run }) => run);
      const awaited = await decideAll(tx, ctx, { ...seen, runs });
      const silent: AwaitedRun[] = [];
      for (const each of awaited) {
        const { isSilent, isTakenBack } = await applyAwaited(tx, ctx, each);
        if (isSilent) silent.push(each);
        if (isTakenBack) takenBack.push(each.run.backup.id);
      }
      await alertOnSilence(
        tx,
        ctx,
        silent.map(({ run: { backup } }) => ({
          instanceRef: backup.instanceRef,
          backupId: backup.id,
        })),
      );
    });
  }
  return takenBack;
}

async function decideAll(
  tx: Tx,
  ctx: Context,
  seen: { runs: readonly Run[]; images: readonly Ec2Image[]; askedAt: number },
): Promise<AwaitedRun[]> {
  const ids = seen.runs.map(({ backup }) => backup.id);
  const links = groupBy(await listAskingLinks(tx, ids), ({ backupId }) => backupId);
  const reports = await listLatestReports(tx, ids);
  return seen.runs.map((run): AwaitedRun => {
    const { backup, attempt } = run;
    const asking = links.get(backup.id) ?? [];
    const report = reports.get(backup.id) ?? null;
    const name = attemptName(ctx, run, ATTEMPT);
    const outcome = decideAwaited({
      backup: { ...backup, reboot: backup.reboot || run.instance.rebootOnBackup },
      identity: attemptIdentity(ctx, run, ATTEMPT),
      images: seen.images.filter((image) => image.name === name).map(toSeenImage),
      untaggedSinceAt: attempt?.untaggedSinceAt ?? null,
      asked: toAsked(asking, backup.dueAt),
      report: report && toAwaitedReport(report),
      now: seen.askedAt,
    });
    const [first] = asking;
    const { region } = backup;
    return {
      run,
      outcome,
      report,
      rests: first ? findInactivity(first) : "removed",
      logUrl: first ? functionLogUrl(ctx, { region, partition: first.partition }) : null,
      askedAt: seen.askedAt,
    };
  });
}

function toAsked(links: readonly AskingLink[], dueAt: number): Asked {
  const active = links.filter((link) => findInactivity(link) === null);
  return {
    isActive: active.length > 0,
    isAws: active.some((link) => isFiredByAws(link, dueAt)),
    spreadMs: Math.max(0, ...links.map(({ schedule }) => schedule.spreadMs)),
  };
}

function toAwaitedReport({ at, type, code }: FunctionReport): AwaitedReport {
  const isFailure = type === "function.failed" || type === "function.refused";
  return { at, isFailure, isDefinite: isFailure && code !== UNCONFIRMED_CODE };
}
