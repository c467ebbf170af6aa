import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { BUGS, CHANGES_OF_ALL, changed, isBug } from "./bugs";

const LIB = path.resolve(import.meta.dirname, "../../lib");

test.each([["the short grace", CHANGES_OF_ALL] as const, ...Object.entries(BUGS)])(
  "%s can be planted: the code is as it says",
  (_name, changes) => {
    const texts = new Map<string, string>();
    for (const change of changes) {
      const { file } = change;
      const before = texts.get(file) ?? readFileSync(path.join(LIB, file), "utf8");
      const after = changed(before, change);
      expect(after).not.toBe(before);
      texts.set(file, after);
    }
  },
);

test("there are five", () => {
  expect(Object.keys(BUGS).filter(isBug)).toHaveLength(5);
});

test("a change whose text is gone or there twice is refused", () => {
  const change = { file: "a.ts", from: "x", to: "y" };
  expect(changed("1 x 2", change)).toBe("1 y 2");
  for (const text of ["1 2", "x x"]) expect(() => changed(text, change)).toThrow("no longer says");
});
