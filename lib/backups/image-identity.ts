import { backupKey, IMAGE_TAGS, imageName, imageTags } from "#lambda/contract/image-name";
import type { CreateImageInput, Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import type { Identity, SeenImage } from "./decide-look-up.pure";
import { DESCRIPTION_CHARACTERS_MAX } from "./schemas";
import type { Run } from "./run.repo";

const NAME_CHARACTERS_MAX = 230;

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
export function imageRequest(ctx: Context, run: Run, attempt: number): CreateImageInput {
  const { backup } = run;
  const due = toMinutes(backup.dueAt);
  const readableName = `${firstCharacters(run.instance.name) || backup.instanceId} ${due}`;
  const tags = imageTags({ ...identityOf(ctx, run), attempt, readableName });
  return {
    instanceId: backup.instanceId,
    name: attemptName(ctx, run, attempt),
    description: toAscii(backup.description) || `AMIVault backup of ${backup.instanceId}, ${due}`,
    noReboot: !backup.reboot,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  };
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

/** So that the moment behind it is not cut off at AWS's 256. */
function firstCharacters(name: string): string {
  return Array.from(name.trim()).slice(0, NAME_CHARACTERS_MAX).join("");
}

/** AWS refuses a description beyond ASCII; ours keeps what the person wrote. */
function toAscii(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^ -~]/gu, "?")
    .slice(0, DESCRIPTION_CHARACTERS_MAX);
}

function toMinutes(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
