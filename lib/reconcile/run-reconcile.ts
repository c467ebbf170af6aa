import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2 } from "../aws/ec2/ec2";
import { engineContext } from "../backups/engine-context";
import { SECOND } from "../clock";
import { ServiceError } from "../errors";
import type { JobResult } from "../queue/queue";
import type { Runtime } from "../runtime";
import { alertFindings } from "./alert-findings";
import { askIn } from "./ask-aws";
import { endRun, failRun } from "./begin-run";
import { confirmMissing, isOnlyMissing } from "./confirm-missing";
import { forgetEndedPlans } from "./forget-ended-plans";
import { forgetForeign } from "./record-foreign";
import type { Ask, Pass } from "./pass";
import type { Place } from "./records.repo";
import { resolveFindings } from "./resolve-findings";
import { settleAbsent } from "./settle-absent";
import { settleImages } from "./settle-images";
import { settleNeeded } from "./settle-needed";
import { settleSnapshots } from "./settle-snapshots";
import { startPass } from "./start-pass";

const LATER_MS = 60 * SECOND;

/**
 * One look over everything in an account and region, in pages, written down as it goes: it may be
 * repeated at any time. Only one that has read all of it concludes anything about what is absent.
 */
export async function runReconcile(
  runtime: Runtime,
  place: Place,
  job: { signal?: AbortSignal } = {},
): Promise<JobResult> {
  const ctx = engineContext(runtime, "reconcile");
  if (await isOnlyMissing(ctx, place)) return confirmMissing(ctx, place, job.signal);
  const pass = await startPass(ctx, place);
  if (!pass) return;
  try {
    await readPlace(pass, askIn(pass, job.signal));
    await resolveFindings(pass);
    await forgetForeign(pass);
    await forgetEndedPlans(pass);
    await alertFindings(pass);
    await endRun(pass);
    return;
  } catch (error) {
    // No token: the same job comes back and takes the run over.
    const isEarly = error instanceof AwsCallError && error.outcome === "not_sent";
    if (isEarly && error.retryAfterMs !== undefined) {
      return { retryAfterMs: Math.max(error.retryAfterMs, SECOND) };
    }
    await failRun(pass, error);
    if (!(error instanceof ServiceError)) throw error;
    runtime.log.warn({ ...place, reason: error.reason }, "a place could not be reconciled");
    return;
  }
}

async function readPlace(pass: Pass, ask: Ask): Promise<void> {
  await eachPage(ask, async (ec2, nextToken) => {
    // All of the account's: what is not ours is named, and what lost its tags is found.
    const page = await ec2.pageImages({ ownerTag: null, ...nextToken });
    return { ...page, settle: () => settleImages(pass, page.images) };
  });
  await eachPage(ask, async (ec2, nextToken) => {
    const page = await ec2.pageSnapshots({ ownerTag: pass.owner, ...nextToken });
    return { ...page, settle: () => settleSnapshots(pass, page.snapshots) };
  });
  await settleNeeded(pass, ask);
  await settleAbsent(pass, ask);
}

interface Answer {
  nextToken: string | null;
  settle(): Promise<void>;
}

async function eachPage(
  ask: Ask,
  read: (ec2: Ec2, query: { nextToken?: string }) => Promise<Answer>,
): Promise<void> {
  const seen = new Set<string>();
  let coming = ask((ec2) => read(ec2, {}));
  for (;;) {
    const { nextToken, settle } = await coming;
    if (nextToken === null) return settle();
    if (seen.has(nextToken)) throw repeated();
    seen.add(nextToken);
    // The next page is on its way while this one is written down.
    coming = ask((ec2) => read(ec2, { nextToken }));
    coming.catch(() => undefined);
    await settle();
  }
}

function repeated(): AwsCallError {
  return new AwsCallError({
    action: "DescribeImages",
    outcome: "unknown",
    awsCode: "UnreadableAnswer",
    message: "AWS's list did not come to an end.",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there does not answer like AWS.",
    retryAfterMs: LATER_MS,
  });
}
