import { IMAGE_TAGS } from "#lambda/contract/image-name";
import type { Ec2, Ec2Image } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { decideRemoval, type ProvenImage, type RemovalStep } from "./decide-removal.pure";
import { isDeadImage } from "../backups/decide-look-up.pure";
import { findKeptBy } from "./recheck-retention";
import { lastEffectAt } from "./removal-timing.pure";
import { findStaying, type Removal } from "./removals.repo";

/** AWS's limit of values in one filter. */
const IMAGES_PER_CALL = 200;

/** One answer of AWS about victims and survivors; it justifies sends while it is young. */
export interface Proof {
  images: ReadonlyMap<string, Ec2Image>;
  /** Ours, before the question was asked: its age counts from here. */
  askedAt: number;
  receivedAt: number;
  answeredAt: number | null;
}

export interface ProvenRemoval {
  removal: Removal;
  image: Ec2Image | null;
  step: RemovalStep;
}

/** How many of these fit into one question, their survivors with them; always at least one. */
export async function takeProvable(ctx: Context, due: readonly Removal[]): Promise<Removal[]> {
  const images = new Set<string>();
  const taken: Removal[] = [];
  const staying = await stayingOf(ctx, due);
  for (const removal of due) {
    const wanted = imagesOf(removal, staying);
    for (const imageId of wanted) images.add(imageId);
    if (taken.length > 0 && images.size > IMAGES_PER_CALL) break;
    taken.push(removal);
  }
  return taken;
}

/** One call, then what it means for each. */
export async function proveRemovals(
  ctx: Context,
  { ec2, removals }: { ec2: Ec2; removals: readonly Removal[] },
): Promise<{ proof: Proof; proven: ProvenRemoval[] }> {
  const staying = await stayingOf(ctx, removals);
  const imageIds = new Set(removals.flatMap((removal) => imagesOf(removal, staying)));
  const askedAt = ctx.runtime.clock.now();
  const answer = await ec2.proveImages([...imageIds].slice(0, IMAGES_PER_CALL));
  const proof: Proof = {
    images: new Map(answer.images.map((image) => [image.imageId, image])),
    askedAt,
    receivedAt: ctx.runtime.clock.now(),
    answeredAt: answer.answeredAt,
  };
  const proven: ProvenRemoval[] = [];
  for (const removal of removals) {
    const image = proof.images.get(removal.backup.imageId) ?? null;
    proven.push({ removal, image, step: await decide(ctx, { removal, proof, staying }) });
  }
  return { proof, proven };
}

type Staying = Awaited<ReturnType<typeof stayingOf>>;

async function stayingOf(ctx: Context, removals: readonly Removal[]) {
  const ids = new Set(removals.flatMap(({ backup }) => backup.removalSurvivorIds ?? []));
  const rows = await findStaying(ctx.runtime.db.read, [...ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

function imagesOf({ backup }: Removal, staying: Staying): string[] {
  const survivors = backup.removalSurvivorIds ?? [];
  return [backup.imageId, ...survivors.flatMap((id) => staying.get(id)?.imageId ?? [])];
}

async function decide(
  ctx: Context,
  { removal, proof, staying }: { removal: Removal; proof: Proof; staying: Staying },
): Promise<RemovalStep> {
  const { backup, attemptNumber } = removal;
  const now = proof.answeredAt;
  const { db, clock } = ctx.runtime;
  const keptBy =
    now === null ? null : await findKeptBy(db.read, { removal, now, ourNow: clock.now() });
  return decideRemoval({
    victim: {
      imageId: backup.imageId,
      owner: ctx.runtime.config.installationId,
      backupKey: backup.key,
      attempt: String(attemptNumber),
      wasDead: isDeadImage({ state: backup.imageState ?? "" }),
      held: backup.heldAt !== null,
      knowsHoldTag: backup.holdTaggedAt !== null,
      cancelled: removal.plan?.status === "cancelled",
      lookedAt: removal.lookedAt,
      sentAt: backup.deregisterSentAt,
      effectUntil:
        backup.deregisterSentAt === null || backup.leaseExpiresAt === null
          ? null
          : lastEffectAt(backup.leaseExpiresAt),
      keptBy,
    },
    survivors: (backup.removalSurvivorIds ?? []).map((backupId) => {
      const row = staying.get(backupId);
      return {
        backupId,
        imageId: row?.imageId ?? null,
        isAvailable: row?.status === "available",
      };
    }),
    proof: {
      images: new Map([...proof.images].map(([id, image]) => [id, toProven(image)])),
      answeredAt: proof.answeredAt,
      receivedAt: proof.receivedAt,
    },
  });
}

export function toProven(image: Ec2Image): ProvenImage {
  const protection = image.deregistrationProtection;
  return {
    imageId: image.imageId,
    state: image.state,
    owner: image.tags[IMAGE_TAGS.owner] ?? null,
    backupKey: image.tags[IMAGE_TAGS.backup] ?? null,
    attempt: image.tags[IMAGE_TAGS.attempt] ?? null,
    isKept: image.tags[IMAGE_TAGS.keep] !== undefined,
    isHeld: image.tags[IMAGE_TAGS.hold] !== undefined,
    isProtected: protection !== null && protection !== "disabled",
  };
}
