import type { FindingKind } from "../db/schema/constants";

/** What exactly is the matter; each has its sentence, and a repair. */
export const FINDING_CODES = [
  "instance_unknown",
  "deleted_image",
  "skipped_image",
  "dead_image",
  "stray_snapshot",
  "keep_tag_lost",
  "foreign",
  "copy",
  "second_image",
  "gone",
  "owner_changed",
  "tags_changed",
  "snapshot_tags_lost",
  "snapshot_missing",
  "image_dead",
  "disabled",
  "public",
  "encryption_changed",
  "protected",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** A difference between AWS and the records that reconcile does not mend by itself. */
export interface NewFinding {
  kind: FindingKind;
  code: FindingCode;
  /** AWS's id of the image or snapshot. */
  resourceId: string;
  backupId: string | null;
  instanceId: string | null;
  /** Whose it is, when not ours. */
  owner: string | null;
  /** What is the matter, one sentence or several. */
  message: string;
  /** What mends it, one sentence. */
  repair: string;
  snapshotIds: string[];
  /** Full size, at most. */
  sizeBytes: number | null;
  resourceCreatedAt: number | null;
}

/** What a person may have done about it, by one button. */
export const REPAIR_ACTIONS = [
  "adopt",
  "protect",
  "clean_up",
  "repair_tags",
  "ignore",
  "unignore",
] as const;
export type RepairAction = (typeof REPAIR_ACTIONS)[number];

const ACTIONS: Readonly<Partial<Record<FindingCode, readonly RepairAction[]>>> = {
  instance_unknown: ["protect", "adopt"],
  deleted_image: ["clean_up"],
  skipped_image: ["clean_up"],
  dead_image: ["clean_up"],
  stray_snapshot: ["clean_up"],
  second_image: ["clean_up"],
  tags_changed: ["repair_tags"],
  snapshot_tags_lost: ["repair_tags"],
  keep_tag_lost: ["repair_tags"],
};

/** Beside `ignore`, which every finding allows. Nothing is offered for what is not ours. */
export function actionsOf(finding: {
  code: string;
  planId: string | null;
}): readonly RepairAction[] {
  const actions = ACTIONS[finding.code as FindingCode] ?? [];
  return finding.planId === null ? actions : actions.filter((action) => action !== "clean_up");
}

/** Two of the same are told apart by their resource. */
export function findingKey(finding: { kind: FindingKind; resourceId: string }): string {
  return `${finding.kind}/${finding.resourceId}`;
}
