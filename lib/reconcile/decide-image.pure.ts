import type { Ec2Image } from "../aws/ec2/ec2";
import { isDeadImage, isRemovedImage } from "../backups/decide-look-up.pure";
import { UNTAGGED_MS } from "../backups/protocol-timing.pure";
import { MINUTE } from "../clock";
import { decideDrift } from "./decide-drift.pure";
import { findingOf, instanceIdOf } from "./finding-of.pure";
import type { NewFinding } from "./finding.pure";
import type { Match, RecordFacts } from "./record.pure";
import { isKept, type Whose } from "./whose.pure";

/** A removed image shows for a while: only one that outlives its removal by this is an orphan. */
export const LINGER_MS = 15 * MINUTE;
/** The poll looks at it by itself before then. */
const SOON_MS = MINUTE;

export interface SeenImageFacts {
  image: Ec2Image;
  whose: Whose;
  match: Match | null;
  /** The image and the record are of one account and region. */
  samePlace: boolean;
  /** The instance has a record, removed or not. */
  instanceKnown: boolean;
  owner: string;
  encryption: ReadonlyMap<string, boolean | null>;
  now: number;
}

export type ImageAct =
  | "none"
  /** No record knows it: it becomes one. */
  | "adopt"
  /** A record that waits for its image, or gave it up: it is there. */
  | "heal"
  /** The record knows the image; the next poll tells what AWS says of it. */
  | "look"
  /** It was gone, and is back. */
  | "restore"
  /** As it should be, apart from what the finding says. */
  | "keep"
  | "second";

export interface ImageDecision {
  act: ImageAct;
  finding: NewFinding | null;
}

const NOTHING: ImageDecision = { act: "none", finding: null };

/** What one image that AWS shows means: the table of the design, section 7, row by row. */
export function decideImage(facts: SeenImageFacts): ImageDecision {
  const { image, whose, match } = facts;
  if (isRemovedImage(image)) return NOTHING;
  if (whose.type === "ours") return decideOurs(facts);
  // Ours by the record alone: its tags were lost or changed.
  if (match?.record.imageId === image.imageId && facts.samePlace) {
    if (isKept(image.tags)) return { act: keepsRecord(match.record), finding: null };
    return match.record.status === "available" ? decidePresent(facts, match.record) : NOTHING;
  }
  return isFresh(facts) ? NOTHING : { act: "none", finding: foreign(facts) };
}

/** Tags lag behind their image. */
function isFresh({ image, whose, now }: SeenImageFacts): boolean {
  return whose.type === "unmarked" && now - (image.createdAt ?? 0) < UNTAGGED_MS;
}

function decideOurs(facts: SeenImageFacts): ImageDecision {
  const { image, match } = facts;
  if (isKept(image.tags)) {
    const known = match?.record.imageId === image.imageId && facts.samePlace;
    return { act: known ? keepsRecord(match.record) : "none", finding: null };
  }
  if (match === null) return decideUnrecorded(facts);
  if (!facts.samePlace) return { act: "none", finding: copied(facts, match.record) };
  return decideRecorded(facts, match.record);
}

/** Passed over, but seen: it is not missing. */
function keepsRecord(record: RecordFacts): ImageAct {
  return record.status === "available" ? "keep" : "none";
}

function decideUnrecorded(facts: SeenImageFacts): ImageDecision {
  const { image } = facts;
  if (isDeadImage(image)) {
    return { act: "none", finding: { ...orphan(facts, null, "dead_image"), ...deadWords(image) } };
  }
  if (facts.instanceKnown) return { act: "adopt", finding: null };
  const instance = instanceIdOf(image) ?? "an instance that its tags do not name";
  return {
    act: "none",
    finding: {
      ...findingOf({ image, record: null, kind: "unknown_instance", code: "instance_unknown" }),
      message: `${image.imageId} is a backup of ours of ${instance}, which has no record here.`,
      repair: "Protect the instance and adopt its backups, or adopt them alone.",
    },
  };
}

function decideRecorded(facts: SeenImageFacts, record: RecordFacts): ImageDecision {
  const { image, now } = facts;
  const isItsOwn = record.imageId === image.imageId;
  switch (record.status) {
    case "expected":
    case "queued":
    case "missed":
      return isDeadImage(image) ? NOTHING : healed(facts, record);
    case "creating": {
      const inHand = record.leaseToken !== null && (record.leaseExpiresAt ?? 0) > now;
      return inHand || isDeadImage(image) ? NOTHING : healed(facts, record);
    }
    case "failed":
      if (isItsOwn) return look(facts, record);
      return isDeadImage(image) ? NOTHING : healed(facts, record);
    case "pending":
      if (isItsOwn) return look(facts, record);
      return isDeadImage(image) ? NOTHING : second(facts, record);
    case "available":
      if (isItsOwn) return decidePresent(facts, record);
      return isDeadImage(image) ? NOTHING : second(facts, record);
    case "gone":
      if (image.state !== "available" && image.state !== "disabled") return NOTHING;
      return { act: "restore", finding: drift(facts, { ...record, imageId: image.imageId }) };
    case "deleting":
    case "forgotten":
      return NOTHING;
    case "deleted":
      if (now - (record.imageRemovedAt ?? record.updatedAt) < LINGER_MS) return NOTHING;
      return { act: "none", finding: deletedImage(facts, record) };
    case "skipped":
      return { act: "none", finding: skippedImage(facts, record) };
  }
}

function healed(facts: SeenImageFacts, record: RecordFacts): ImageDecision {
  const { image } = facts;
  const known = { ...record, imageId: image.imageId };
  return { act: "heal", finding: image.state === "pending" ? null : drift(facts, known) };
}

function look({ now, image }: SeenImageFacts, record: RecordFacts): ImageDecision {
  const isComing = record.notBeforeAt !== null && record.notBeforeAt <= now + SOON_MS;
  // AWS's own word on a failed one is final.
  const isOver = record.status === "failed" && isDeadImage(image);
  return { act: isComing || isOver ? "none" : "look", finding: null };
}

function decidePresent(facts: SeenImageFacts, record: RecordFacts): ImageDecision {
  return { act: "keep", finding: drift(facts, record) };
}

function drift(facts: SeenImageFacts, record: RecordFacts): NewFinding | null {
  return decideDrift({ ...facts, record });
}

function second(facts: SeenImageFacts, record: RecordFacts): ImageDecision {
  const { image } = facts;
  return {
    act: "second",
    finding: {
      ...findingOf({ image, record, kind: "second_image", code: "second_image" }),
      message: `${image.imageId} is a second live image of the backup whose image is ${record.imageId}.`,
      repair: "Put it into a clean-up plan: the backup keeps its first image.",
    },
  };
}

function copied({ image }: SeenImageFacts, record: RecordFacts): NewFinding {
  return {
    ...findingOf({ image, record, kind: "second_image", code: "copy" }),
    message: `${image.imageId} carries the tags of the backup whose image is in ${record.region}: somebody copied it with its tags.`,
    repair: "Nothing is touched. Take the amivault tags off the copy, or remove it in AWS.",
  };
}

function orphan(
  { image }: SeenImageFacts,
  record: RecordFacts | null,
  code: "deleted_image" | "skipped_image" | "dead_image",
) {
  return findingOf({ image, record, kind: "orphan_image", code });
}

function deletedImage(facts: SeenImageFacts, record: RecordFacts): NewFinding {
  return {
    ...orphan(facts, record, "deleted_image"),
    message: `${facts.image.imageId} is in AWS, and its backup was deleted.`,
    repair: "Put it into a clean-up plan.",
  };
}

function skippedImage(facts: SeenImageFacts, record: RecordFacts): NewFinding {
  return {
    ...orphan(facts, record, "skipped_image"),
    message: `${facts.image.imageId} is in AWS for a due moment that was skipped.`,
    repair: "Put it into a clean-up plan, or leave it: nothing removes it by itself.",
  };
}

function deadWords(image: Ec2Image) {
  return {
    message: `${image.imageId} is ours by its tags, no record knows it, and AWS says that it is ${image.state}.`,
    repair: "Put it into a clean-up plan: nothing can be restored from it.",
  };
}

function foreign({ image, whose }: SeenImageFacts): NewFinding {
  const owner = whose.type === "other" ? whose.owner : null;
  const made = owner === null ? "by a person or another tool" : `by ${owner}`;
  return {
    ...findingOf({ image, record: null, kind: "foreign", code: "foreign" }),
    owner: owner ?? "a person or another tool",
    message: `${image.imageId} was made ${made}. It is never touched from here.`,
    repair: "Nothing to mend: this only says what else is in the account.",
  };
}
