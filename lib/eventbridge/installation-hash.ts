import { createHash } from "node:crypto";

/** RFC 4648, in lower case. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * What tells this installation's objects in AWS from another's: the first 8 characters of base32 of
 * SHA-256 of its id. Never to change: names in AWS carry it.
 */
export function installationHash(installationId: string): string {
  return shortHash(installationId);
}

/** The same of any text, such as a link's id. */
export function shortHash(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 5);
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group, 2)] ?? "").join("");
}
