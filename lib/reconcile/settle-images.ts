import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Ec2Image } from "../aws/ec2/ec2";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { isDeadImage, isRemovedImage } from "../backups/decide-look-up.pure";
import { noteSeenTags, type SeenImageTags } from "../backups/note-seen-tags";
import { adoptUnrecorded } from "./adopt-unrecorded";
import { decideImage, type ImageDecision } from "./decide-image.pure";
import { instanceIdOf } from "./finding-of.pure";
import { healBackups } from "./heal-backups";
import { matchImages } from "./match-images";
import { count, type Pass } from "./pass";
import { recordForeign } from "./record-foreign";
import { recordFindings } from "./record-findings";
import { keepPresent } from "./keep-present";
import type { Match } from "./record.pure";
import { findEncryption } from "./records.repo";
import { whose } from "./whose.pure";

/** Matched and decided at once, between two turns of the event loop. */
const SLICE_SIZE = 100;

export interface DecidedImage {
  image: Ec2Image;
  match: Match | null;
  decision: ImageDecision;
}

/** What a page of images means, written down in small writes. */
export async function settleImages(pass: Pass, images: readonly Ec2Image[]): Promise<void> {
  pass.imageCount += images.length;
  for (const slice of inChunks(images, SLICE_SIZE)) {
    await letOthersRun();
    const decided = await decideAll(pass, slice);
    remember(pass, decided);
    await letOthersRun();
    await adoptUnrecorded(
      pass,
      decided.filter(({ decision }) => decision.act === "adopt").map(({ image }) => image),
    );
    await healBackups(pass, decided);
    await keepPresent(pass, decided);
    await noteSeenTags(pass.ctx, { seen: decided.flatMap(toSeenTags), seenAt: pass.startedAt });
    await recordForeign(pass, decided);
    await recordFindings(
      pass,
      decided.flatMap(({ decision: { finding } }) =>
        finding && finding.kind !== "drift" ? [finding] : [],
      ),
    );
  }
}

function toSeenTags({ image, match, decision }: DecidedImage): SeenImageTags[] {
  if (decision.act !== "keep" || match === null) return [];
  return [{ backupId: match.record.id, imageId: image.imageId, tags: image.tags }];
}

async function decideAll(pass: Pass, images: readonly Ec2Image[]): Promise<DecidedImage[]> {
  const { ctx, owner, place } = pass;
  const { read } = ctx.runtime.db;
  const matches = await matchImages(read, { images, owner });
  const ours = images.filter(({ imageId }) => matches.has(imageId));
  const encryption = await findEncryption(
    read,
    ours.flatMap(({ snapshots }) => snapshots.map(({ snapshotId }) => snapshotId)),
  );
  const now = ctx.runtime.clock.now();
  return images.map((image) => {
    const match = matches.get(image.imageId) ?? null;
    const decision = decideImage({
      image,
      match,
      whose: whose(image.tags, owner),
      samePlace:
        match?.record.accountRef === place.accountRef && match.record.region === place.region,
      instanceKnown: pass.instances.has(instanceIdOf(image) ?? ""),
      owner,
      encryption,
      now,
    });
    return { image, match, decision };
  });
}

function remember(pass: Pass, decided: readonly DecidedImage[]): void {
  for (const { image, match, decision } of decided) {
    if (isRemovedImage(image)) continue;
    pass.seenImageIds.add(image.imageId);
    const isNeeded = decision.act === "keep" && match !== null;
    for (const { snapshotId } of image.snapshots) {
      if (!isDeadImage(image)) pass.inUse.add(snapshotId);
      if (isNeeded) {
        const { id: backupId, instanceId } = match.record;
        pass.needed.set(snapshotId, { imageId: image.imageId, backupId, instanceId });
      }
    }
    if (decision.finding?.kind === "drift") pass.drifts.set(image.imageId, decision.finding);
    if (decision.act !== "none" && decision.act !== "keep") count(pass, decision.act);
  }
}
