import { requireStillActing } from "../auth/require-still-acting";
import { AwsCallError } from "../aws/aws-call-error";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import { toBulkError, type BulkItemDto } from "../bulk";
import type { Context } from "../context";
import { PreconditionFailedError, ServiceError, UpstreamError } from "../errors";
import { whose } from "../reconcile/whose.pure";
import type { BackupRow } from "./backup-row";
import { isRemovedImage } from "./decide-look-up.pure";
import { withReader } from "./reader";
import {
  askForTag,
  confirmTag,
  dropTag,
  emptyAsk,
  noteTag,
  type TagAsked,
  type TagChange,
} from "./record-tag";
import { TAGS_PER_IMAGE_MAX } from "./tag-rules.pure";

interface Chosen {
  /** All of one account and region. */
  backups: readonly BackupRow[];
  change: TagChange;
}

/**
 * The images as AWS has them are read first: who owns them now, and what is so already. What is to
 * be asked for is written down before the call, so that an answer that is lost leaves a mark.
 */
export async function tagImages(
  ctx: Context,
  { backups, change }: Chosen,
): Promise<Map<string, BulkItemDto>> {
  const [first] = backups;
  if (!first) return new Map();
  const work: Work = { ctx, backups, fates: new Map(), asked: emptyAsk(change) };
  const { accountRef, region } = first;
  try {
    await withReader(
      ctx,
      { accountRef, region, preferredId: null, purpose: "tag", interactive: true },
      (ec2) => tagWith(work, ec2),
    );
  } catch (error) {
    await giveUp(work, error);
  }
  return work.fates;
}

interface Work {
  ctx: Context;
  backups: readonly BackupRow[];
  fates: Map<string, BulkItemDto>;
  asked: TagAsked;
}

async function tagWith({ ctx, backups, fates, asked }: Work, ec2: Ec2): Promise<void> {
  const { change } = asked;
  const { images } = await ec2.proveImages(backups.flatMap(({ imageId }) => imageId ?? []));
  const seen = new Map(images.map((image) => [image.imageId, image]));
  const wanted: BackupRow[] = [];
  const already: BackupRow[] = [];
  for (const backup of backups) {
    const image = seen.get(backup.imageId ?? "");
    const refusal = findRefusal(ctx, image, change);
    if (refusal !== null) fates.set(backup.id, refused(ctx, backup.id, refusal));
    else if (isSo(image, change)) already.push(backup);
    else wanted.push(backup);
  }
  await noteTag(ctx, { change, backups: already });
  const text = change.value === null ? "It had no such tag." : "It was so already.";
  for (const { id } of already) fates.set(id, { id, ok: true, text, link: null });
  if (wanted.length === 0) return;
  // Another credential tries what is written down already, for whoever still may.
  const written = new Set(asked.backups.map(({ id }) => id));
  await askForTag(
    ctx,
    asked,
    wanted.filter(({ id }) => !written.has(id)),
  );
  await requireStillActing(ctx.runtime.db.read, ctx);
  await send(ec2, wanted, change);
  const disputed = await confirmTag(ctx, { change, backups: wanted });
  for (const { id } of wanted) {
    const text = disputed.has(id) ? DISPUTED : null;
    fates.set(id, { id, ok: true, text, link: null });
  }
}

const DISPUTED =
  "Somebody else changed this tag at the same time: ask for it again, which tells how it is.";

/**
 * Whatever has no fate yet. Only a refusal says that nothing was done: before any other end an
 * attempt of the same call may have been heard.
 */
async function giveUp({ ctx, backups, fates, asked }: Work, error: unknown): Promise<void> {
  const outcome = error instanceof AwsCallError ? error.outcome : "refused";
  const isAsked = asked.backups.length > 0;
  if (isAsked && outcome === "refused") await dropTag(ctx, asked, reasonOf(error));
  const told = isAsked && outcome === "unknown" ? unheard(error) : error;
  for (const { id } of backups) if (!fates.has(id)) fates.set(id, refused(ctx, id, told));
}

async function send(ec2: Ec2, wanted: readonly BackupRow[], change: TagChange): Promise<void> {
  const resourceIds = wanted.flatMap(({ imageId }) => imageId ?? []);
  const { key, value } = change;
  if (value === null) await ec2.deleteTags({ resourceIds, keys: [key] });
  else await ec2.createTags({ resourceIds, tags: { [key]: value } });
}

function isSo(image: Ec2Image | undefined, { key, value }: TagChange): boolean {
  return (image?.tags[key] ?? null) === value;
}

function findRefusal(
  ctx: Context,
  image: Ec2Image | undefined,
  { key, value }: TagChange,
): ServiceError | null {
  if (image === undefined || isRemovedImage(image)) {
    return new PreconditionFailedError("AWS does not show its image any more.", {
      suggestion: "The next comparison with AWS says what became of it.",
    });
  }
  const { installationId } = ctx.runtime.config;
  const owner = whose(image.tags, installationId);
  if (owner.type === "other") {
    return new PreconditionFailedError(`Its image belongs to ${owner.owner} by its tags now.`, {
      suggestion: "It is not touched from here.",
    });
  }
  const next = value === null ? owner : whose({ ...image.tags, [key]: value }, installationId);
  if (next.type === "other") {
    return new PreconditionFailedError(
      `By this tag its image would count as that of ${next.owner}.`,
      {
        suggestion: "Nobody would look after it from here any more. Use another name for the tag.",
      },
    );
  }
  const own = Object.keys(image.tags).filter((name) => !name.startsWith("aws:"));
  if (value === null || own.includes(key) || own.length < TAGS_PER_IMAGE_MAX) return null;
  return new PreconditionFailedError(
    `Its image has ${TAGS_PER_IMAGE_MAX} tags already, which is all that AWS allows.`,
    { suggestion: "Take one away first." },
  );
}

function unheard(error: unknown): ServiceError {
  return new UpstreamError("AWS did not answer: the tag may be as you asked, or not.", {
    suggestion:
      "Ask for the same again: it is safe, and tells how it is. Else it is looked at in ten minutes.",
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  return error instanceof ServiceError ? error.message : "It failed unexpectedly.";
}

function refused(ctx: Context, id: string, error: unknown): BulkItemDto {
  return { id, ok: false, error: toBulkError(ctx, error) };
}
