import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { Ec2Image } from "../aws/ec2/ec2";
import { isDeadImage } from "../backups/decide-look-up.pure";
import { UNTAGGED_MS } from "../backups/protocol-timing.pure";
import { findingOf } from "./finding-of.pure";
import type { FindingCode, NewFinding } from "./finding.pure";
import { tagDifferences, type RecordFacts } from "./record.pure";
import type { Whose } from "./whose.pure";

export interface DriftFacts {
  image: Ec2Image;
  record: RecordFacts;
  whose: Whose;
  /** The installation's id. */
  owner: string;
  /** By the record, for each of the image's snapshots that it lists. */
  encryption: ReadonlyMap<string, boolean | null>;
  now: number;
}

interface Drift {
  code: FindingCode;
  message: string;
  repair: string;
}

/** The worst first: it names the finding, and its repair is the one that is offered. */
const CHECKS: ReadonlyArray<(facts: DriftFacts) => Drift | null> = [
  imageDead,
  isPublic,
  ownerChanged,
  disabled,
  encryptionChanged,
  tagsChanged,
  protectedImage,
];

/** What is no longer as it was made; null when nothing is. */
export function decideDrift(facts: DriftFacts): NewFinding | null {
  const drifts = CHECKS.flatMap((check) => check(facts) ?? []);
  const [worst] = drifts;
  if (!worst) return null;
  const { image, record } = facts;
  return {
    ...findingOf({ image, record, kind: "drift", code: worst.code }),
    owner: facts.whose.type === "other" ? facts.whose.owner : null,
    message: drifts.map(({ message }) => message).join(" "),
    repair: worst.repair,
  };
}

function ownerChanged({ whose, image }: DriftFacts): Drift | null {
  if (whose.type !== "other") return null;
  return {
    code: "owner_changed",
    message: `${image.imageId} is a backup of ours, and its tags now say that it belongs to ${whose.owner}.`,
    repair: "See in CloudTrail who changed its tags; nothing of it is touched until they are back.",
  };
}

function imageDead({ image }: DriftFacts): Drift | null {
  if (!isDeadImage(image)) return null;
  const why = image.stateReason === null ? "" : ` (${image.stateReason})`;
  return {
    code: "image_dead",
    message: `AWS now says that ${image.imageId} is ${image.state}${why}: nothing can be launched from it.`,
    repair: "Back up now: this backup cannot be restored.",
  };
}

function disabled({ image }: DriftFacts): Drift | null {
  if (image.state !== "disabled") return null;
  return {
    code: "disabled",
    message: `Somebody disabled ${image.imageId}: nothing can be launched from it, and it does not count toward the floor.`,
    repair: "Enable it in AWS: aws ec2 enable-image.",
  };
}

function isPublic({ image }: DriftFacts): Drift | null {
  if (!image.isPublic) return null;
  return {
    code: "public",
    message: `Somebody made ${image.imageId} public: every AWS account can read its disks.`,
    repair: "Take its launch permission for all back in AWS.",
  };
}

function encryptionChanged({ image, encryption }: DriftFacts): Drift | null {
  const changed = image.snapshots.find(({ snapshotId, encrypted }) => {
    const known = encryption.get(snapshotId) ?? null;
    return known !== null && encrypted !== null && known !== encrypted;
  });
  if (!changed) return null;
  const now = changed.encrypted === true ? "encrypted" : "not encrypted";
  return {
    code: "encryption_changed",
    message: `${changed.snapshotId} of ${image.imageId} is ${now} now, and was not so before.`,
    repair: "See in CloudTrail what happened to it, and back up now.",
  };
}

function tagsChanged({ image, record, owner, whose, now }: DriftFacts): Drift | null {
  if (whose.type === "other" || now - (image.createdAt ?? 0) < UNTAGGED_MS) return null;
  const wrong = tagDifferences(record, { tags: image.tags, owner });
  if (wrong.length === 0) return null;
  return {
    code: "tags_changed",
    message: `${image.imageId} is a backup of ours, and its ${wrong.length === 1 ? "tag" : "tags"} ${wrong.join(", ")} ${wrong.length === 1 ? "is" : "are"} missing or changed.`,
    repair: wrong.includes(IMAGE_TAGS.owner)
      ? "Write the tags again. A role of least privilege may not write the owner’s: where AWS refuses it, set it in the AWS console."
      : "Write the tags again: without them a rebuilt database does not know what it is of.",
  };
}

function protectedImage({ image }: DriftFacts): Drift | null {
  const protection = image.deregistrationProtection;
  if (protection === null || !protection.startsWith("enabled")) return null;
  return {
    code: "protected",
    message: `${image.imageId} is protected from deregistration: no policy can remove it.`,
    repair: "Disable the protection in AWS, or hold the backup here so that both say the same.",
  };
}
