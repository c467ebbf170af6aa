import { ScureBase32Plugin } from "otplib";
import { expect, test } from "vitest";
import { SECOND } from "../../clock";
import { codeOf } from "../../testing/second-factor";
import { findStepOf } from "./totp-secret";

/** RFC 6238, appendix B, its SHA-1 secret; of its eight digits an authenticator shows the last six. */
const RFC_SECRET = new ScureBase32Plugin().encode(Buffer.from("12345678901234567890"));
const VECTORS: ReadonlyArray<readonly [seconds: number, digits: string]> = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
];

test.each(VECTORS)("at second %i takes the code of RFC 6238", (seconds, digits) => {
  const found = findStepOf(RFC_SECRET, { digits: digits.slice(2), now: seconds * SECOND });
  expect(found).toBe(Math.floor(seconds / 30));
});

test("a clock that is one step off either way is forgiven, and no more", () => {
  const step = 50_000_000;
  const digits = codeOf(RFC_SECRET, step * 30 * SECOND);
  const found = (seconds: number) =>
    findStepOf(RFC_SECRET, { digits, now: (step * 30 + seconds) * SECOND });
  expect([-31, -30, 0, 29, 59, 60].map(found)).toEqual([null, step, step, step, step, null]);
});
