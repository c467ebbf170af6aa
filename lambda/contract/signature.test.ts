import * as fc from "fast-check";
import { expect, test } from "vitest";
import { signReport, verifySignature } from "./signature";

const key = Buffer.alloc(32, 7);
const signed = {
  timestamp: "1772330400",
  nonce: "00112233445566778899aabbccddeeff",
  body: '{"v":1,"type":"started"}',
};
const GOLDEN = "v1=fa7d61a4272623153f6eeb904931b1626195fc86b6b8e4483dff5f4d8ed1523d";

test("a signature is the stored golden value, because functions in AWS already make it", () => {
  expect(signReport(key, signed)).toBe(GOLDEN);
  expect(verifySignature(key, { ...signed, signature: GOLDEN })).toBe(true);
});

test("it vouches for timestamp, nonce and body, each for itself", () => {
  const moved = { ...signed, timestamp: "177233040", nonce: `0\n${signed.nonce}` };
  const others = [
    { ...signed, timestamp: "1772330401" },
    { ...signed, nonce: "10112233445566778899aabbccddeeff" },
    { ...signed, body: `${signed.body} ` },
    moved,
  ];
  for (const other of others) {
    expect(verifySignature(key, { ...other, signature: GOLDEN })).toBe(false);
  }
  expect(verifySignature(Buffer.alloc(32, 8), { ...signed, signature: GOLDEN })).toBe(false);
});

test("no other text is a signature, whatever its length", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constant(GOLDEN.toUpperCase())), (signature) => {
      expect(verifySignature(key, { ...signed, signature })).toBe(false);
    }),
  );
});
