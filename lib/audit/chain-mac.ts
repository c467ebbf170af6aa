import { createHmac, type KeyObject } from "node:crypto";

/** HMAC-SHA256 (RFC 2104), base64url. */
export function macOfText(key: KeyObject, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
