import { backupKey, IMAGE_TAGS, imageName } from "#lambda/contract/image-name";
import { imageRequest } from "#lambda/contract/image-request";
import type { CreateImageInput, Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Identity, SeenImage } from "./decide-look-up.pure";
import type { Run } from "./run.repo";

type Facts = Pick<Run, "backup" | "accountId">;

function identityOf(ctx: Context, { backup, accountId }: Facts) {
  return {
    installationId: ctx.runtime.config.installationId,
    accountId,
    region: backup.region,
    instanceId: backup.instanceId,
    due: backup.requestId === null ? { dueAt: backup.dueAt } : { requestId: backup.requestId },
  };
}

export function attemptName(ctx: Context, facts: Facts, attempt: number): string {
  return imageName({ ...identityOf(ctx, facts), attempt, at: facts.backup.dueAt });
}

export function attemptIdentity(ctx: Context, facts: Facts, attemptNumber: number): Identity {
  return {
    owner: ctx.runtime.config.installationId,
    backupKey: backupKey(identityOf(ctx, facts)),
    attemptNumber,
  };
}

/** The whole request of an attempt; the same whenever it is sent again. */
export function attemptRequest(ctx: Context, run: Run, attempt: number): CreateImageInput {
  const { backup, instance } = run;
  const { tags, ...request } = imageRequest({
    ...identityOf(ctx, run),
    attempt,
    at: backup.dueAt,
    instanceName: instance.name,
    description: backup.description,
    reboot: backup.reboot,
  });
  return { ...request, tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])) };
}

export function toSeenImage(image: Ec2Image): SeenImage {
  return {
    imageId: image.imageId,
    name: image.name,
    state: image.state,
    owner: image.tags[IMAGE_TAGS.owner] ?? null,
    backupKey: image.tags[IMAGE_TAGS.backup] ?? null,
    attempt: image.tags[IMAGE_TAGS.attempt] ?? null,
  };
}
