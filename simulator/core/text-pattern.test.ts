import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { textPattern } from "./text-pattern";

describe("text patterns", () => {
  it.each([
    ["web-*", "web-01", true],
    ["web-?", "web-01", false],
    ["*", "", true],
    ["?", "", false],
    ["?", "😀", true],
    ["a\\*b", "a*b", true],
    ["a\\*b", "axb", false],
    ["a\\?b", "a?b", true],
    ["a\\\\*", "a\\anything", true],
    ["a\\b", "a\\b", true],
    ["[a-z]", "b", false],
    ["a.c", "abc", false],
    ["Web", "web", false],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(textPattern(pattern).test(text)).toBe(expected);
  });

  it("agree with a regular expression made from them", () => {
    const letters = string({ unit: constantFrom("a", "b", "*", "?", "\\") });
    assert(
      property(letters, letters, (pattern, text) => {
        const source = pattern.replaceAll(/\\[*?\\]|[\s\S]/g, (token) => {
          if (token === "*") return "[\\s\\S]*";
          if (token === "?") return "[\\s\\S]";
          const literal = token.length === 2 ? token.slice(1) : token;
          return literal.replace(/[\\*?]/, "\\$&");
        });
        expect(textPattern(pattern).test(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("take no more than a moment on a pattern made to be slow", () => {
    const before = performance.now();
    expect(textPattern(`${"*a".repeat(60)}b`).test("a".repeat(4000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
