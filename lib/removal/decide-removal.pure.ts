import { isDeadImage, isRemovedImage } from "../backups/decide-look-up.pure";
import {
  CLOCK_PAUSE_MS,
  CLOCK_SKEW_MS_MAX,
  EVIDENCE_LIFE_MS,
  isYoungLook,
  LATER_PAUSE_MS,
} from "./removal-timing.pure";

/** An image as AWS described it in the answer that shall prove a removal. */
export interface ProvenImage {
  imageId: string;
  /** AWS's own word. */
  state: string;
  owner: string | null;
  backupKey: string | null;
  attempt: string | null;
  /** Tagged to be kept, whatever the records say. */
  isKept: boolean;
  /** Tagged as held. */
  isHeld: boolean;
  /** Deregistration protection is on, or was a day ago. */
  isProtected: boolean;
}

export interface Victim {
  imageId: string;
  /** Of this installation, backup and attempt: what its tags must say. */
  owner: string;
  backupKey: string;
  attempt: string;
  /** AWS called its image failed, invalid or in error when the removal began. */
  wasDead: boolean;
  held: boolean;
  /** The records know of a hold's tag in AWS, or are about to take it off. */
  knowsHoldTag: boolean;
  /** A person cancelled the plan that removes it. */
  cancelled: boolean;
  /** When what refers to its image was last looked for, by our clock; null: nobody knows. */
  lookedAt: number | null;
  /** The first instant a DeregisterImage can have been signed; null: never. */
  sentAt: number | null;
  /** Until when such a request may still take effect; null when none is on its way. */
  effectUntil: number | null;
  /** Why the rule that releases it no longer does; null while it does. */
  keptBy: string | null;
}

export interface Survivor {
  backupId: string;
  imageId: string | null;
  /** As the records have it. */
  isAvailable: boolean;
}

export interface RemovalProof {
  images: ReadonlyMap<string, ProvenImage>;
  /** AWS's time, by the answer's Date header. */
  answeredAt: number | null;
  /** Ours when it arrived. */
  receivedAt: number;
}

export type RemovalStep =
  | { type: "send" }
  /** We asked for it, and AWS has it no more. */
  | { type: "removed" }
  /** What justified it no longer holds: back to what it was. */
  | { type: "stop"; to: "available" | "failed"; code: string; reason: string }
  | { type: "wait"; untilAt: number; code: string; reason: string }
  /** AWS's clock minus ours, beyond what may be: nothing at all is removed. */
  | { type: "clock"; offsetMs: number; untilAt: number };

/**
 * What one answer of AWS means for one removal. Only `send` allows a DeregisterImage, and only
 * while the answer is young; see PROOF_LIFE_MS.
 */
export function decideRemoval(options: {
  victim: Victim;
  survivors: readonly Survivor[];
  proof: RemovalProof;
}): RemovalStep {
  const { victim, proof } = options;
  const now = proof.receivedAt;
  if (proof.answeredAt === null) {
    return {
      type: "wait",
      untilAt: now + LATER_PAUSE_MS,
      code: "NoDate",
      reason: "AWS's answer has no date: nothing is removed on it.",
    };
  }
  const offsetMs = proof.answeredAt - now;
  if (Math.abs(offsetMs) > CLOCK_SKEW_MS_MAX) {
    return { type: "clock", offsetMs, untilAt: now + CLOCK_PAUSE_MS };
  }
  const image = proof.images.get(victim.imageId);
  const isThere = image !== undefined && !isRemovedImage(image);
  if (!isThere && victim.sentAt !== null) return { type: "removed" };
  const objection = isThere ? findObjection(image, options) : ABSENT;
  if (!objection) return { type: "send" };
  // A request on its way may still remove it: what we say of it then must not be wrong.
  if (victim.effectUntil !== null && victim.effectUntil > now) {
    return { type: "wait", untilAt: victim.effectUntil, ...objection };
  }
  return { type: "stop", to: goesBackTo(victim, image), ...objection };
}

interface Objection {
  code: string;
  reason: string;
}

const ABSENT: Objection = { code: "ImageGone", reason: "AWS no longer shows the image." };

function findObjection(
  image: ProvenImage,
  { victim, survivors, proof }: Parameters<typeof decideRemoval>[0],
): Objection | null {
  if (victim.held) return { code: "Held", reason: "It is held." };
  if (victim.cancelled) return { code: "PlanCancelled", reason: "The plan was cancelled." };
  return (
    judgeTags(image, victim) ??
    judgeState(image, victim) ??
    judgeSurvivors(survivors, proof) ??
    judgeRule(image, victim) ??
    judgeEvidence(victim, proof)
  );
}

function judgeTags(image: ProvenImage, victim: Victim): Objection | null {
  if (image.owner !== victim.owner) {
    return {
      code: "NotOurs",
      reason: `AWS does not show the tag of this installation on ${image.imageId}.`,
    };
  }
  if (image.backupKey !== victim.backupKey || image.attempt !== victim.attempt) {
    return { code: "OtherBackup", reason: `The tags of ${image.imageId} name another backup.` };
  }
  if (image.isKept) {
    return { code: "Kept", reason: `${image.imageId} is tagged amivault:keep in AWS.` };
  }
  // Of an older copy of the database: its people may have held what this one does not know of.
  if (!image.isHeld || victim.knowsHoldTag) return null;
  const reason = `${image.imageId} is tagged amivault:hold in AWS, and no record knows why: hold it and release it to take the tag off.`;
  return { code: "Held", reason };
}

function judgeState(image: ProvenImage, { wasDead }: Victim): Objection | null {
  const asExpected = wasDead ? isDeadImage(image) : image.state === "available";
  if (asExpected) return null;
  return { code: "OtherState", reason: `AWS says that ${image.imageId} is ${image.state}.` };
}

function judgeSurvivors(survivors: readonly Survivor[], proof: RemovalProof): Objection | null {
  for (const { backupId, imageId, isAvailable } of survivors) {
    const state = imageId === null ? undefined : proof.images.get(imageId)?.state;
    if (isAvailable && state === "available") continue;
    const what = imageId ?? backupId;
    const reason =
      state === undefined || state === "available"
        ? `${what}, which was to stay in its place, is not there any more.`
        : `${what}, which was to stay in its place, is ${state} in AWS.`;
    return { code: "SurvivorLost", reason };
  }
  return null;
}

function judgeRule(image: ProvenImage, { keptBy }: Victim): Objection | null {
  if (keptBy !== null) return { code: "NotReleased", reason: keptBy };
  if (!image.isProtected) return null;
  return {
    code: "DeregistrationProtected",
    reason: `Deregistration protection is on for ${image.imageId}.`,
  };
}

/** Of a send without effect too: what refers to the image by now, that look does not know. */
function judgeEvidence({ lookedAt }: Victim, { receivedAt }: RemovalProof) {
  if (isYoungLook({ lookedAt, now: receivedAt, lifeMs: EVIDENCE_LIFE_MS })) return null;
  const reason = "What refers to it was looked for too long ago: it must be asked for again.";
  return { code: "EvidenceOld", reason };
}

/** A late success counts: what AWS calls available is available, whatever we thought of it. */
function goesBackTo(victim: Victim, image: ProvenImage | undefined): "available" | "failed" {
  return victim.wasDead && image?.state !== "available" ? "failed" : "available";
}
