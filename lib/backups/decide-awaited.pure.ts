import type { BackupStatus, Scheduler } from "../db/schema/constants";
import { firstAwsLookAt, nextAwsLookAt, SILENT_MS, takeBackAt } from "./aws-looks.pure";
import { isDeadImage, isRemovedImage, judgeImage } from "./decide-look-up.pure";
import type { Identity, SeenImage } from "./decide-look-up.pure";
import { GIVE_UP_MS, LOOKUP_UNTAGGED_MS, UNTAGGED_MS } from "./protocol-timing.pure";

export interface AwaitedFacts {
  backup: {
    status: BackupStatus;
    scheduler: Scheduler;
    dueAt: number;
    startWindowEndsAt: number;
    reboot: boolean;
  };
  identity: Identity;
  /** What a look by its name has found. */
  images: readonly SeenImage[];
  /** The first time its name was seen taken without our tags. */
  untaggedSinceAt: number | null;
  /** The links that ask for it, as they are now. */
  asked: Asked;
  /** The function's latest; it proves nothing. */
  report: AwaitedReport | null;
  now: number;
}

export interface AwaitedReport {
  at: number;
  /** No image, as far as the function knows. */
  isFailure: boolean;
  /** A failure, and AWS did nothing. */
  isDefinite: boolean;
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
  /** `isSilent`: an image should have appeared by now. `startsAt`: from here, without one until then. */
  | { type: "nothing"; nextLookAt: number | null; isSilent: boolean; startsAt: number | null }
  /** AWS fires it no more, or is done with it, and it may still start: from here. */
  | { type: "take_back"; isSilent: boolean }
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

function decideNothing(facts: AwaitedFacts): AwaitedOutcome {
  const { backup, asked, report, now } = facts;
  const { dueAt, startWindowEndsAt, status, scheduler } = backup;
  const quiet = { type: "nothing", isSilent: false, startsAt: null } as const;
  const reportedAt = report?.at ?? null;
  const hasFailed = report?.isFailure === true;
  const startsBy = dueAt + asked.spreadMs;
  // Told of before the tick came by, which is what decides who starts it.
  if (status === "expected" && scheduler === "local") return { ...quiet, nextLookAt: null };
  const startsAt = status === "expected" ? startFromHere(facts, startsBy) : null;
  if (dueAt > now) {
    return { ...quiet, nextLookAt: firstAwsLookAt({ startsBy, now, takeBackAt: startsAt }) };
  }
  const looks = { startsBy, startWindowEndsAt, reportedAt, takeBackAt: startsAt, now };
  const next = nextAwsLookAt(looks);
  if (status !== "expected") return { ...quiet, nextLookAt: reportedAt === null ? null : next };
  if (next === null) return { type: asked.isActive ? "miss" : "skip" };
  if (startsAt !== null && startsAt <= now && now < startWindowEndsAt) {
    // Within its spread AWS has neglected nothing.
    return { type: "take_back", isSilent: asked.isAws && (now >= startsBy || hasFailed) };
  }
  const isSilent = asked.isAws && (now >= startsBy + SILENT_MS || hasFailed);
  return { type: "nothing", nextLookAt: next, isSilent, startsAt };
}

/**
 * When it is started from here. Name and tag make two images impossible; of a reboot that may be
 * under way nobody asks for a second one.
 */
function startFromHere({ backup, asked, report }: AwaitedFacts, startsBy: number): number | null {
  const isUnclear = report !== null && !report.isDefinite;
  if (!asked.isActive || (backup.reboot && isUnclear)) return null;
  const failedAt = report?.isDefinite ? report.at : null;
  return takeBackAt({ ...backup, startsBy, isAws: asked.isAws, failedAt });
}
