import { IMAGE_TAGS } from "#lambda/contract/image-tags.pure";
import type { Ec2Image } from "../aws/ec2/ec2";
import type { BackupKind } from "../db/schema/constants";

/** What the tags and the name of an image tell of the backup that made it. */
export interface DraftRecord {
  key: string;
  kind: BackupKind;
  dueAt: number;
  requestId: string | null;
  attemptNumber: number;
  /** Why it is held, where the tag says more than that it is; null for what is not held. */
  hold: string | null;
}

const REQUEST_PREFIX = "request:";

/** A key that no tag tells is the image's id, which no other backup can have. */
export function draftRecord(image: Ec2Image, now: number): DraftRecord {
  const { tags } = image;
  const key = tags[IMAGE_TAGS.backup] ?? "";
  const due = tags[IMAGE_TAGS.due] ?? "";
  const attempt = Number(tags[IMAGE_TAGS.attempt]);
  const requestId = due.startsWith(REQUEST_PREFIX) ? due.slice(REQUEST_PREFIX.length) : null;
  const dueAt = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(due) ? Date.parse(due) : Number.NaN;
  const scheduled = Number.isFinite(dueAt);
  return {
    key: /^[a-z2-7]{16}$/.test(key) ? key : image.imageId,
    kind: scheduled ? "scheduled" : requestId ? "manual" : "adopted",
    dueAt: scheduled ? dueAt : (stampOf(image.name) ?? image.createdAt ?? now),
    requestId: requestId || null,
    attemptNumber: Number.isInteger(attempt) && attempt > 0 ? attempt : 1,
    hold: holdOf(tags[IMAGE_TAGS.hold]),
  };
}

function holdOf(tag: string | undefined): string | null {
  return tag === "true" ? "" : (tag ?? null);
}

/** The moment of the request stands in the name of a manual backup's image. */
function stampOf(name: string): number | null {
  const found = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/.exec(name);
  if (!found) return null;
  const [, year, month, day, hour, minute, second] = found.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}
