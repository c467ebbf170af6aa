import { createHash } from "node:crypto";
import { IMAGE_TAGS } from "./image-tags.pure";

export { IMAGE_TAGS };

/**
 * How an image is named and tagged: the application and the Lambda compute the same from the same
 * facts, so that either recognises what the other made. Nothing here may ever change for a backup
 * that exists, and nothing mutable or of the database goes in.
 */
export interface BackupIdentity {
  readonly installationId: string;
  readonly accountId: string;
  readonly region: string;
  readonly instanceId: string;
  /** A scheduled backup is its due moment (epoch ms); a manual one is its request. */
  readonly due: { readonly dueAt: number } | { readonly requestId: string };
}

export interface ImageIdentity extends BackupIdentity {
  /** From 1. */
  readonly attempt: number;
  /** Epoch ms: the due moment, or for a manual backup the moment of the request. */
  readonly at: number;
}

/** The readable name, for people; AWS shows it in its console. */
export const NAME_TAG = "Name";

export interface ImageTag {
  readonly key: string;
  readonly value: string;
}

/** The backup's key: the same for all its attempts. 16 characters, a–z and 2–7. */
export function backupKey(identity: BackupIdentity): string {
  return digest(hashedFacts(identity));
}

/** `i-0123456789abcdef0-20260301T020000Z-` and 16 characters; legal for AWS, which allows 128. */
export function imageName(identity: ImageIdentity): string {
  const { attempt, at, due, instanceId } = identity;
  requireInstanceId(instanceId);
  if (!Number.isInteger(attempt) || attempt < 1) throw new RangeError("An attempt counts from 1");
  if ("dueAt" in due && due.dueAt !== at) {
    throw new RangeError("A scheduled image is named after its due moment");
  }
  const stamp = toIsoSeconds(at).replaceAll(/[-:]/g, "");
  return `${instanceId}-${stamp}-${digest([...hashedFacts(identity), attempt])}`;
}

/** Tags of the image and of its snapshots, sent with CreateImage. */
export function imageTags(
  identity: BackupIdentity & { readonly attempt: number; readonly readableName?: string },
): ImageTag[] {
  const tags: ImageTag[] = [
    { key: IMAGE_TAGS.owner, value: identity.installationId },
    { key: IMAGE_TAGS.backup, value: backupKey(identity) },
    { key: IMAGE_TAGS.attempt, value: String(identity.attempt) },
    { key: IMAGE_TAGS.instance, value: identity.instanceId },
    { key: IMAGE_TAGS.due, value: dueText(identity) },
  ];
  const readable = toTagValue(identity.readableName ?? "");
  return readable === "" ? tags : [{ key: NAME_TAG, value: readable }, ...tags];
}

// Hashed as a JSON array, in which no two lists of facts read the same.
function hashedFacts(identity: BackupIdentity): readonly (string | number)[] {
  const { installationId, accountId, region, instanceId } = identity;
  return [installationId, accountId, region, instanceId, dueText(identity)];
}

/** `2026-03-01T02:00:00Z`, or `request:` and the id of the request. */
function dueText({ due }: BackupIdentity): string {
  return "dueAt" in due ? toIsoSeconds(due.dueAt) : `request:${due.requestId}`;
}

function toIsoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function requireInstanceId(instanceId: string): void {
  if (!/^i-[0-9a-f]{8,40}$/.test(instanceId)) throw new RangeError("Not the id of an instance");
}

/** AWS allows 256 characters; control characters and halves of characters have no place. */
function toTagValue(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, " ").trim();
  return Array.from(clean).slice(0, TAG_VALUE_CHARACTERS_MAX).join("").trim();
}

function digest(facts: readonly (string | number)[]): string {
  const bytes = createHash("sha256").update(JSON.stringify(facts)).digest();
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes.subarray(0, DIGEST_BYTES)) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(buffer >>> (bits - 5)) & 31] ?? "";
  }
  return text;
}

/** RFC 4648, in lower case. Ten bytes are exactly 16 characters. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const DIGEST_BYTES = 10;
const TAG_VALUE_CHARACTERS_MAX = 256;
