import { expect, test } from "vitest";
import { monthlyUsdAtMost } from "./cost.pure";

test("a month's cost is the full size in GiB times the price", () => {
  expect(monthlyUsdAtMost(0, 0.05)).toBe(0);
  expect(monthlyUsdAtMost(300 * 1024 ** 3, 0.05)).toBeCloseTo(15);
});
