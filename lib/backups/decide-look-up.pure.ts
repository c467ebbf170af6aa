import { mayResend, resendAt, type AttemptFacts, type BackupFacts } from "./decide-next-step.pure";
import { GIVE_UP_MS, UNTAGGED_MS, lookupPauseMs } from "./protocol-timing.pure";

/** An image as far as the protocol cares: AWS's word and our tags, null where there is none. */
export interface SeenImage {
  imageId: string;
  name: string;
  /** AWS's own word. */
  state: string;
  owner: string | null;
  backupKey: string | null;
  attempt: string | null;
}

export interface Identity {
  /** The installation's id. */
  owner: string;
  backupKey: string;
  attemptNumber: number;
}

export type ImageVerdict = "ours" | "foreign" | "untagged" | "partly_tagged";

/** Whose image it is. Tags lag behind their image, so that missing ones prove nothing yet. */
export function judgeImage(image: SeenImage, identity: Identity): ImageVerdict {
  const { owner, backupKey, attempt } = image;
  if (owner === null && backupKey === null && attempt === null) return "untagged";
  if (owner !== null && owner !== identity.owner) return "foreign";
  if (backupKey !== null && backupKey !== identity.backupKey) return "foreign";
  const complete = owner !== null && backupKey !== null;
  return complete && attempt === String(identity.attemptNumber) ? "ours" : "partly_tagged";
}

/** AWS itself says that nothing will come of it. */
export function isDeadImage(image: Pick<SeenImage, "state">): boolean {
  return image.state === "failed" || image.state === "invalid" || image.state === "error";
}

/** A deregistered image may show for a moment after it was removed. */
export function isRemovedImage(image: Pick<SeenImage, "state">): boolean {
  return image.state === "deregistered";
}

export type LookUpOutcome =
  /** Ours, and alive: adopt it. `secondImageId` is another live one with the same tags. */
  | { type: "adopt"; image: SeenImage; secondImageId: string | null }
  /** Ours, and AWS says it failed: the attempt has ended. */
  | { type: "dead"; image: SeenImage }
  | { type: "foreign"; image: SeenImage }
  /** Somebody holds the name, and the tags do not say yet who. */
  | { type: "await_tags"; image: SeenImage; nextLookAt: number }
  /** Seen nothing for long enough: the same name may be sent again. */
  | { type: "resend" }
  | { type: "nothing"; nextLookAt: number }
  | { type: "give_up" };

export interface LookUpFacts {
  backup: Pick<BackupFacts, "reboot" | "startWindowEndsAt">;
  attempt: AttemptFacts;
  identity: Identity;
  /** What the look-up by name, or by the id AWS named, has found. */
  images: readonly SeenImage[];
  now: number;
}

/** What a look-up means for an attempt whose answer nobody heard. */
export function decideLookUp(facts: LookUpFacts): LookUpOutcome {
  const { identity, attempt, now } = facts;
  const images = facts.images.filter((image) => !isRemovedImage(image));
  const ours = images.filter((image) => judgeImage(image, identity) === "ours");
  const [alive, second] = ours.filter((image) => !isDeadImage(image)).toSorted(byImageId);
  if (alive) return { type: "adopt", image: alive, secondImageId: second?.imageId ?? null };
  const [dead] = ours;
  if (dead) return { type: "dead", image: dead };
  const foreign = images.find((image) => judgeImage(image, identity) === "foreign");
  if (foreign) return { type: "foreign", image: foreign };
  const [unclear] = images;
  if (unclear) return decideUnclear(facts, unclear);
  if (mayResend({ ...facts, at: now })) return { type: "resend" };
  if (now >= giveUpAt(attempt)) return { type: "give_up" };
  return { type: "nothing", nextLookAt: nextLookAt(facts) };
}

function decideUnclear(facts: LookUpFacts, image: SeenImage): LookUpOutcome {
  const { attempt, identity, now } = facts;
  const sinceMs = now - (attempt.untaggedSinceAt ?? now);
  if (judgeImage(image, identity) === "untagged" && sinceMs >= UNTAGGED_MS) {
    return { type: "foreign", image };
  }
  if (now >= giveUpAt(attempt)) return { type: "give_up" };
  return { type: "await_tags", image, nextLookAt: nextLookAt(facts) };
}

function giveUpAt(attempt: AttemptFacts): number {
  return (attempt.lastSentAt ?? 0) + GIVE_UP_MS;
}

/** The next look, brought forward to the moment from which another send may follow it. */
function nextLookAt({ attempt, backup, now }: LookUpFacts): number {
  const sinceSendMs = now - (attempt.lastSentAt ?? now);
  const at = now + lookupPauseMs({ lookupCount: attempt.lookupCount, sinceSendMs });
  const quietAt = resendAt(attempt);
  const helps = !backup.reboot && quietAt > now && quietAt < backup.startWindowEndsAt;
  return Math.min(at, giveUpAt(attempt), helps ? quietAt : at);
}

function byImageId(a: SeenImage, b: SeenImage): number {
  return a.imageId < b.imageId ? -1 : 1;
}
