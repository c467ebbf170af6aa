import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { ChainRow } from "./chain.pure";

/** A larger body was not made by us: what it says must not fill the memory. */
const BODY_BYTES_MAX = 256 * 1024 * 1024;

/** Entries as JSON lines, each the cells of a `ChainRow`, gzip. */
export function packBody(rows: readonly ChainRow[]): Buffer {
  return gzipSync(rows.map((row) => JSON.stringify(row)).join("\n"));
}

/** Throws for what is not such a body. */
export function unpackBody(body: Uint8Array): ChainRow[] {
  const text = gunzipSync(body, { maxOutputLength: BODY_BYTES_MAX }).toString("utf8");
  return text.split("\n").map((line) => {
    const row: unknown = JSON.parse(line);
    if (!Array.isArray(row)) throw new TypeError("not an entry");
    return row;
  });
}

/** Null for what is not such a body. */
export function tryUnpackBody(body: Uint8Array): ChainRow[] | null {
  try {
    return unpackBody(body);
  } catch {
    return null;
  }
}

export function hashBody(body: Uint8Array): string {
  return createHash("sha256").update(body).digest("base64url");
}
