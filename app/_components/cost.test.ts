import { expect, test } from "vitest";
import { toPriceText, toUsdText } from "./cost.pure";

test.each([
  [0, "$0.00"],
  [0.001, "$0.01"],
  [12.4, "$12.40"],
  [99.994, "$100.00"],
  [1239.2, "$1,240"],
])("%d dollars are written %s", (usd, text) => {
  expect(toUsdText(usd)).toBe(text);
});

test.each([
  [0.05, "at $0.05 per GiB and month"],
  [0.1, "at $0.10 per GiB and month"],
  [0.0125, "at $0.0125 per GiB and month"],
])("a price of %d is named with its unit", (price, text) => {
  expect(toPriceText(price)).toBe(text);
});
