import { expect, test } from "vitest";
import { toWholeNumber } from "./whole-number.pure";

test.each([
  ["90", 90],
  [" 7 ", 7],
  ["007", 7],
])("%j is a whole number", (text, number) => {
  expect(toWholeNumber(text)).toBe(number);
});

test.each(["", " ", "1e2", "0x10", "1.0", "-1", "+1", "1 000", "Infinity", "1234567", "٣"])(
  "%j is none",
  (text) => {
    expect(toWholeNumber(text)).toBeNaN();
  },
);
