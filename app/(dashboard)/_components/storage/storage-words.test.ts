import { expect, test } from "vitest";
import { toTrendText } from "./storage-words.pure";

const GIB = 1024 ** 3;
const days = (...sizes: number[]) =>
  sizes.map((size, n) => ({ day: `2026-01-${n + 10}`, bytes: size * GIB }));

test.each([
  [days(), null],
  [days(5), null],
  [days(5, 5), "as much as yesterday"],
  [days(5, 7.5), "2.5 GiB more than yesterday"],
  [days(2_000, 5, 5, 600), "595 GiB more than 2 days ago"],
  [days(2_000, 600), "1,400 GiB less than yesterday"],
])("of %o the trend over two days is %s", (of, text) => {
  expect(toTrendText(of, 2)).toBe(text);
});
