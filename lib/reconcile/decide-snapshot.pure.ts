import type { Ec2Snapshot } from "../aws/ec2/ec2";
import { isDeadImage } from "../backups/decide-look-up.pure";
import { HOUR } from "../clock";
import { findingOfSnapshot } from "./finding-of.pure";
import type { NewFinding } from "./finding.pure";
import type { RecordFacts } from "./record.pure";
import { isKept, type Whose } from "./whose.pure";

/** One younger than this may belong to an image that AWS does not show yet. */
export const YOUNG_MS = HOUR;

export interface SeenSnapshotFacts {
  snapshot: Ec2Snapshot;
  whose: Whose;
  /** Some living image of the account uses it. */
  inUse: boolean;
  /** The record that lists it. */
  lister: {
    record: RecordFacts;
    /** The image it was listed with. */
    imageId: string | null;
    chaseAt: number | null;
    deletedAt: number | null;
  } | null;
  /** The record that its tag names, when none lists it. */
  named: RecordFacts | null;
  /** The image of that record is in AWS. */
  imageSeen: boolean;
  now: number;
}

export type SnapshotAct = "none" | "chase";

export interface SnapshotDecision {
  act: SnapshotAct;
  finding: NewFinding | null;
}

const NOTHING: SnapshotDecision = { act: "none", finding: null };

/** What one snapshot that AWS shows means: the table of the design, section 7. */
export function decideSnapshot(facts: SeenSnapshotFacts): SnapshotDecision {
  const { snapshot, lister, inUse } = facts;
  // Snapshots of others are not looked at: most of an account's are its own business.
  if (facts.whose.type !== "ours" || inUse || isKept(snapshot.tags)) return NOTHING;
  const record = lister?.record ?? facts.named;
  if (record && isUnderWay(facts, record)) return NOTHING;
  if (lister && record?.status === "deleted" && record.removalMode === "image") {
    return { act: "none", finding: keepTagLost(facts, record) };
  }
  if (lister && isChased(lister)) {
    return { act: lister.chaseAt === null ? "chase" : "none", finding: null };
  }
  if (facts.now - (snapshot.startedAt ?? 0) < YOUNG_MS) return NOTHING;
  return { act: "none", finding: stray(facts, record) };
}

/** Its image is being made or removed, or is not proved to be gone. */
function isUnderWay({ imageSeen, lister }: SeenSnapshotFacts, record: RecordFacts): boolean {
  switch (record.status) {
    case "expected":
    case "queued":
    case "creating":
    case "pending":
    case "deleting":
      return true;
    case "available":
      // An ended attempt's are listed beside the good one's, and are its leftovers.
      return !imageSeen && (lister === null || lister.imageId === record.imageId);
    default:
      return false;
  }
}

/** Deleted, or failed by AWS's own word, and it lists this one. */
function isChased({ record, imageId }: NonNullable<SeenSnapshotFacts["lister"]>): boolean {
  if (record.status === "deleted") return true;
  if (record.status !== "failed" || record.imageState === null) return false;
  return isDeadImage({ state: record.imageState }) && imageId === record.imageId;
}

function keepTagLost({ snapshot }: SeenSnapshotFacts, record: RecordFacts): NewFinding {
  return {
    ...findingOfSnapshot({ snapshot, record, kind: "drift", code: "keep_tag_lost" }),
    message: `${snapshot.snapshotId} was kept when its backup was deleted, and its tag amivault:keep is gone.`,
    repair: "Write the tag again: a rebuilt database would take it for an orphan.",
  };
}

function stray({ snapshot }: SeenSnapshotFacts, record: RecordFacts | null): NewFinding {
  const why = record
    ? `no image uses it, and its backup is ${record.status}`
    : "no image uses it, and no record lists it";
  return {
    ...findingOfSnapshot({ snapshot, record, kind: "orphan_snapshot", code: "stray_snapshot" }),
    message: `${snapshot.snapshotId} is ours by its tags, ${why}.`,
    repair: "Put it into a clean-up plan.",
  };
}
