import type { BackupStatus, Scheduler } from "../db/schema/constants";
import { firstAwsLookAt, nextAwsLookAt, SILENT_MS, TAKE_BACK_MS } from "./aws-looks.pure";
import { isDeadImage, isRemovedImage, judgeImage } from "./decide-look-up.pure";
import type { Identity, SeenImage } from "./decide-look-up.pure";
import { GIVE_UP_MS, LOOKUP_UNTAGGED_MS, UNTAGGED_MS } from "./protocol-timing.pure";

export interface AwaitedFacts {
  backup: { status: BackupStatus; scheduler: Scheduler; dueAt: number; startWindowEndsAt: number };
  identity: Identity;
  /** What a look by its name has found. */
  images: readonly SeenImage[];
  /** The first time its name was seen taken without our tags. */
  untaggedSinceAt: number | null;
  /** The links that ask for it, as they are now. */
  asked: Asked;
  /** The function's latest; it proves nothing. */
  report: { at: number; isFailure: boolean } | null;
  now: number;
}

export interface Asked {
  /** None of them rests. */
  isActive: boolean;
  /** AWS fires the moment by one of them. */
  isAws: boolean;
  /** AWS may start it so much later. */
  spreadMs: number;
}

export type AwaitedOutcome =
  | { type: "adopt"; image: SeenImage; secondImageId: string | null }
  | { type: "foreign"; image: SeenImage }
  /** Somebody holds the name, and the tags do not say yet who. */
  | { type: "await_tags"; image: SeenImage; nextLookAt: number }
  /** `isSilent`: an image should have appeared by now. */
  | { type: "nothing"; nextLookAt: number | null; isSilent: boolean }
  /** AWS fires it no more, and it may still start: from here. */
  | { type: "take_back" }
  | { type: "skip" }
  | { type: "miss" };

/** What a look means for a backup that AWS was to start by itself. */
export function decideAwaited(facts: AwaitedFacts): AwaitedOutcome {
  const { identity } = facts;
  const images = facts.images.filter((image) => !isRemovedImage(image));
  const ours = images
    .filter((image) => judgeImage(image, identity) === "ours")
    .toSorted((a, b) => rank(a).localeCompare(rank(b)));
  const [mine, second] = ours;
  if (mine) {
    // One that AWS calls failed is its attempt too: the poll ends it, and another may follow.
    const other = second && !isDeadImage(second) ? second.imageId : null;
    return { type: "adopt", image: mine, secondImageId: other };
  }
  const foreign = images.find((image) => judgeImage(image, identity) === "foreign");
  if (foreign) return { type: "foreign", image: foreign };
  const [unclear] = images;
  return unclear ? decideUnclear(facts, unclear) : decideNothing(facts);
}

/** Those that live come first. */
function rank(image: SeenImage): string {
  return `${isDeadImage(image) ? 1 : 0} ${image.imageId}`;
}

function decideUnclear(facts: AwaitedFacts, image: SeenImage): AwaitedOutcome {
  const { now, identity, untaggedSinceAt } = facts;
  const sinceMs = now - (untaggedSinceAt ?? now);
  const patienceMs = judgeImage(image, identity) === "untagged" ? UNTAGGED_MS : GIVE_UP_MS;
  if (sinceMs >= patienceMs) return { type: "foreign", image };
  return { type: "await_tags", image, nextLookAt: now + LOOKUP_UNTAGGED_MS };
}

function decideNothing({ backup, asked, report, now }: AwaitedFacts): AwaitedOutcome {
  const { dueAt, startWindowEndsAt, status, scheduler } = backup;
  const reportedAt = report?.at ?? null;
  const startsBy = dueAt + asked.spreadMs;
  const next = nextAwsLookAt({ startsBy, startWindowEndsAt, reportedAt, now });
  if (status === "expected" && scheduler === "local") {
    // Told of before the tick came by, which is what decides who starts it.
    return { type: "nothing", nextLookAt: null, isSilent: false };
  }
  if (dueAt > now) {
    return { type: "nothing", nextLookAt: firstAwsLookAt({ startsBy, now }), isSilent: false };
  }
  if (status !== "expected") {
    const told = reportedAt === null ? null : next;
    return { type: "nothing", nextLookAt: told, isSilent: false };
  }
  if (next === null) return { type: asked.isActive ? "miss" : "skip" };
  const mayStart = asked.isActive && !asked.isAws && now < startWindowEndsAt;
  if (mayStart && now >= startsBy + TAKE_BACK_MS) return { type: "take_back" };
  const isSilent = asked.isAws && (now >= startsBy + SILENT_MS || report?.isFailure === true);
  return { type: "nothing", nextLookAt: next, isSilent };
}
