import type { BackupRow } from "../backups/backup-row";
import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";

/** A backup as far as reconcile compares it with what AWS shows. */
export type RecordFacts = Pick<
  BackupRow,
  | "id"
  | "key"
  | "accountRef"
  | "region"
  | "instanceId"
  | "status"
  | "kind"
  | "dueAt"
  | "requestId"
  | "attemptNumber"
  | "imageId"
  | "imageName"
  | "imageState"
  | "imageRemovedAt"
  | "missingSinceAt"
  | "secondImageId"
  | "notBeforeAt"
  | "leaseToken"
  | "leaseExpiresAt"
  | "removalMode"
  | "updatedAt"
>;

export type MatchedBy = "tags" | "name" | "image_id";

export interface Match {
  record: RecordFacts;
  by: MatchedBy;
}

/** The tags by which an image is known as this record's; a hold is the business of who holds. */
export function expectedTags(record: RecordFacts, owner: string): Record<string, string> {
  return {
    [IMAGE_TAGS.owner]: owner,
    // Adopted without a key of its own: its id is its key.
    ...(record.key === record.imageId ? {} : { [IMAGE_TAGS.backup]: record.key }),
    [IMAGE_TAGS.instance]: record.instanceId,
    ...(record.kind === "adopted" ? {} : { [IMAGE_TAGS.due]: dueText(record) }),
  };
}

function dueText({ requestId, dueAt }: RecordFacts): string {
  return requestId === null
    ? `${new Date(dueAt).toISOString().slice(0, 19)}Z`
    : `request:${requestId}`;
}

/** Which tags are not what they were made with; the attempt only has to be there. */
export function tagDifferences(
  record: RecordFacts,
  { tags, owner }: { tags: Readonly<Record<string, string>>; owner: string },
): string[] {
  const wrong = Object.entries(expectedTags(record, owner)).flatMap(([key, value]) =>
    tags[key] === value ? [] : [key],
  );
  return tags[IMAGE_TAGS.attempt] === undefined && record.kind !== "adopted"
    ? [...wrong, IMAGE_TAGS.attempt]
    : wrong;
}

/** What brings them back. */
export function restoredTags(record: RecordFacts, owner: string): Record<string, string> {
  return {
    ...expectedTags(record, owner),
    ...(record.kind === "adopted" ? {} : { [IMAGE_TAGS.attempt]: String(record.attemptNumber) }),
  };
}
