import { createHmac, timingSafeEqual } from "node:crypto";

export const CALLBACK_HEADERS = {
  key: "x-amivault-key",
  /** Epoch seconds. */
  timestamp: "x-amivault-timestamp",
  /** 32 hexadecimal digits, new with each request. */
  nonce: "x-amivault-nonce",
  /** `v1=` and the hexadecimal HMAC-SHA256 of `v1\n<timestamp>\n<nonce>\n<body>`. */
  signature: "x-amivault-signature",
} as const;

/** What a signature vouches for, byte for byte as it travels. */
export interface SignedReport {
  /** Epoch seconds, as text. */
  timestamp: string;
  /** 32 hexadecimal digits. */
  nonce: string;
  body: string;
}

/** `v1=` and 64 hexadecimal digits. `key` is the raw bytes, 32 of them. */
export function signReport(key: Uint8Array, { timestamp, nonce, body }: SignedReport): string {
  const text = `v1\n${timestamp}\n${nonce}\n${body}`;
  return `v1=${createHmac("sha256", key).update(text, "utf8").digest("hex")}`;
}

/** Takes as long wherever the two differ. */
export function verifySignature(
  key: Uint8Array,
  { signature, ...signed }: SignedReport & { signature: string },
): boolean {
  const expected = Buffer.from(signReport(key, signed), "utf8");
  const given = Buffer.from(signature, "utf8");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
