import type { EC2Client } from "@aws-sdk/client-ec2";
import { UNCONFIRMED_CODE, type Firing } from "./contract/firing";
import { backupKey } from "./contract/image-name";
import { imageRequest } from "./contract/image-request";
import { IMAGE_TAGS } from "./contract/image-tags.pure";
import { toFailure } from "./failure";
import { findImages } from "./images";
import type { Invocation } from "./invocation";
import { log } from "./log";
import { makeImage, type Wanted } from "./make-image";
import { dueMoment, refuseFiring, timeFiring } from "./refuse-firing.pure";
import { sendReport, type ReportFacts } from "./send-report";

export interface Outcome {
  result: "succeeded" | "refused" | "unconfirmed";
  imageId?: string;
}

/** One due moment, at most one image, however often AWS invokes it; throws BackupFailed. */
export async function fireBackup(
  client: EC2Client,
  invocation: Invocation,
  firing: Firing,
): Promise<Outcome> {
  const dueAt = dueMoment(firing);
  const timing = timeFiring(firing, dueAt);
  const { startWindowEndsAt } = timing;
  const wanted = { ...toWanted(invocation, firing, dueAt), startWindowEndsAt };
  const { instanceId } = firing;
  const imageName = wanted.request.name;
  const about = { instanceId, dueAt: new Date(dueAt).toISOString(), imageName };
  const tell = (facts: ReportFacts, triesMax?: number) => {
    log(facts.type === "failed" ? "error" : "info", `backup ${facts.type}`, { ...about, ...facts });
    return sendReport(invocation, { ...about, ...facts }, triesMax);
  };
  const isRefused = async () => {
    const refusal = refuseFiring(timing, { dueAt, now: Date.now() });
    if (refusal) await tell({ type: "refused", ...refusal });
    return refusal !== null;
  };
  if (await isRefused()) return { result: "refused" };
  let started: Promise<void> | undefined;
  try {
    const there = await findByKey(client, invocation, wanted);
    // It may have had to wait for AWS.
    if (there === null && (await isRefused())) return { result: "refused" };
    // Beside the work, so that nobody who is away holds it up.
    started = there === null ? tell({ type: "started" }, 1) : undefined;
    const imageId = there ?? (await makeImage(client, invocation, wanted));
    await started;
    if (imageId === null) {
      await tell({ type: "failed", code: UNCONFIRMED_CODE, message: UNCONFIRMED });
      return { result: "unconfirmed" };
    }
    await tell({ type: "succeeded", imageId });
    return { result: "succeeded", imageId };
  } catch (error) {
    const failure = toFailure(error, instanceId);
    await started;
    await tell({ type: "failed", code: failure.code, message: failure.message });
    throw failure;
  }
}

function toWanted({ settings }: Invocation, firing: Firing, dueAt: number) {
  const { installationId, accountId, region } = settings;
  const { instanceId, name, reboot } = firing;
  const identity = { installationId, accountId, region, instanceId, due: { dueAt } };
  const facts = { ...identity, at: dueAt, attempt: 1, instanceName: name, description: "", reboot };
  return { backup: backupKey(identity), request: imageRequest(facts) };
}

/** Any image of this backup ends the work, one that failed too: what comes next is not ours to say. */
async function findByKey(
  client: EC2Client,
  invocation: Invocation,
  { backup }: Pick<Wanted, "backup">,
): Promise<string | null> {
  const images = await findImages(client, invocation, [
    { Name: `tag:${IMAGE_TAGS.backup}`, Values: [backup] },
    { Name: `tag:${IMAGE_TAGS.owner}`, Values: [invocation.settings.installationId] },
  ]);
  const [first] = images.toSorted((a, b) => Number(isAlive(b.State)) - Number(isAlive(a.State)));
  return first?.ImageId ?? null;
}

function isAlive(state: string | undefined): boolean {
  return state === "available" || state === "pending";
}

const UNCONFIRMED =
  "AWS's answer was not heard. The instance may have been rebooted, so AWS is not asked again; the image is looked for by its name.";
