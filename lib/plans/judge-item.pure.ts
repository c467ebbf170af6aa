import type { Ec2Image, Ec2Snapshot } from "../aws/ec2/ec2";
import type { RemovalEvidence } from "../db/schema/removal";
import { isRemovedImage } from "../backups/decide-look-up.pure";
import type { Hold } from "./holds.repo";
import type { PlanItemRow } from "./plan-row";

/** What our own records and tags say against a removal, beside AWS's references. */
export const OWN_EVIDENCE = ["hold", "keep", "foreign", "floor"] as const;

/** What a person may overrule in a plan that they asked for and reviewed. */
const OVERRULABLE: ReadonlySet<string> = new Set([
  "instance",
  "launch_template",
  "launch_configuration",
  "ssm_parameter",
  "image_recipe",
  "container_recipe",
  "child_image",
  "floor",
]);

export function mayOverrule(evidence: readonly RemovalEvidence[]): boolean {
  return evidence.length > 0 && evidence.every(({ kind }) => OVERRULABLE.has(kind));
}

/** Nothing speaks against it that was not there when a person looked. */
export function isCovered(
  found: readonly RemovalEvidence[],
  accepted: readonly RemovalEvidence[],
): boolean {
  const known = new Set(accepted.map(nameOf));
  return found.every((evidence) => known.has(nameOf(evidence)));
}

function nameOf({ kind, id }: RemovalEvidence): string {
  return `${kind} ${id}`;
}

const KEEP_TAG = "amivault:keep";
const HOLD_TAG = "amivault:hold";
const OWNER_TAG = "amivault:owner";

export interface JudgedItem {
  item: PlanItemRow;
  image: Ec2Image | null;
  /** Of an item without an image. */
  snapshots: readonly Ec2Snapshot[];
  /** Of its image, where they are to go with it. */
  imageSnapshots: readonly Ec2Snapshot[];
  evidence: { evidence: readonly RemovalEvidence[]; checked: readonly string[] };
  /** As the records have it; null for what no record knows. */
  hold: Hold | null;
  /** This installation's. */
  owner: string;
}

/** What AWS's answers and our records say of one item, together. */
export function judgeItem(judged: JudgedItem) {
  const { item, image, snapshots, evidence } = judged;
  const own = [
    ...heldEvidence(judged),
    ...tagEvidence(judged),
    ...keptSnapshots(judged),
    ...floorEvidence(item),
  ];
  return {
    item,
    gone: isGone(judged),
    evidence: item.mode === "record" ? heldEvidence(judged) : [...own, ...evidence.evidence],
    checked: [...evidence.checked],
    snapshotIds: image ? image.snapshots.map(({ snapshotId }) => snapshotId) : item.snapshotIds,
    sizeBytes: item.sizeBytes ?? sizeOf(snapshots),
  };
}

function isGone({ item, image, snapshots }: JudgedItem): boolean {
  if (item.mode === "record") return false;
  if (item.imageId === null) return snapshots.length === 0;
  return image === null || isRemovedImage(image);
}

function heldEvidence({ hold }: JudgedItem): RemovalEvidence[] {
  return hold?.isHeld
    ? [{ kind: "hold", id: "our records", detail: "A person said that it stays." }]
    : [];
}

function tagEvidence({ image, snapshots, hold, owner }: JudgedItem): RemovalEvidence[] {
  const seen = [
    ...(image ? [{ id: image.imageId, tags: image.tags }] : []),
    ...snapshots.map(({ snapshotId, tags }) => ({ id: snapshotId, tags })),
  ];
  return seen.flatMap(({ id, tags }) => {
    const found: RemovalEvidence[] = [];
    if (tags[OWNER_TAG] !== owner) {
      found.push({ kind: "foreign", id, detail: "It has no tag of this installation." });
    }
    if (tags[KEEP_TAG] !== undefined) found.push({ kind: "keep", id, detail: KEEP_TAG });
    // Where our record knows of the tag it has the word, and the tag follows it.
    if (!hold?.knowsTag && tags[HOLD_TAG] !== undefined) {
      found.push({ kind: "hold", id, detail: HOLD_TAG });
    }
    return found;
  });
}

/** What a person, or a removal of an image alone, has tagged to stay. */
function keptSnapshots({ imageSnapshots }: JudgedItem): RemovalEvidence[] {
  return imageSnapshots
    .filter(({ tags }) => tags[KEEP_TAG] !== undefined)
    .map(({ snapshotId }) => ({ kind: "keep", id: snapshotId, detail: KEEP_TAG }));
}

/** Found when the plan was made; see bulk-delete.ts. */
function floorEvidence(item: PlanItemRow): RemovalEvidence[] {
  return item.evidence.filter(({ kind }) => kind === "floor");
}

function sizeOf(snapshots: readonly Ec2Snapshot[]): number | null {
  if (snapshots.length === 0) return null;
  return snapshots.reduce((sum, snapshot) => {
    return sum + (snapshot.fullSizeBytes ?? (snapshot.sizeGiB ?? 0) * 1024 ** 3);
  }, 0);
}
