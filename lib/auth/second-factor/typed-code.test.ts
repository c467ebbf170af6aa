import { describe, expect, test } from "vitest";
import { newRecoveryCodes } from "./recovery-codes";
import { inGroups, parseTypedCode } from "./typed-code.pure";
import { randomBytes } from "node:crypto";

describe("parseTypedCode", () => {
  test.each(["123456", "123 456", " 123456\n", "1 2 3-4 5 6", "123\u00a0456"])(
    "takes %j for six digits",
    (typed) => {
      expect(parseTypedCode(typed)).toEqual({ kind: "totp", digits: "123456" });
    },
  );

  test.each([
    "",
    "12345",
    "1234567",
    "١٢٣٤٥٦",
    "１２３４５６",
    "12345a",
    "1e5",
    "-12345",
    "𝟏𝟐𝟑𝟒𝟓𝟔",
  ])("knows that %j cannot be a code", (typed) => {
    expect(parseTypedCode(typed)).toBeNull();
  });

  test("takes a recovery code as it is shown, in capitals, without dashes and misread", () => {
    const shown = "01ab-cdef-ghjk-mnpq-rstv-wxyz";
    const value = { kind: "recovery", text: "01abcdefghjkmnpqrstvwxyz" };
    expect(parseTypedCode(shown)).toEqual(value);
    expect(parseTypedCode(shown.toUpperCase())).toEqual(value);
    expect(parseTypedCode(shown.replaceAll("-", ""))).toEqual(value);
    expect(parseTypedCode(shown.replaceAll("-", " "))).toEqual(value);
    expect(parseTypedCode(`Ol${shown.slice(2)}`)).toEqual(value);
    expect(parseTypedCode(shown.slice(1))).toBeNull();
    expect(parseTypedCode(`${shown}0`)).toBeNull();
  });

  test("takes every code that is made", () => {
    const codes = newRecoveryCodes(randomBytes);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
      expect(parseTypedCode(code)).toEqual({ kind: "recovery", text: code.replaceAll("-", "") });
    }
  });

  test("a secret is shown in groups of four", () => {
    expect(inGroups("ABCDEFGHIJ", " ")).toBe("ABCD EFGH IJ");
  });
});
