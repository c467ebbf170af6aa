import { expect, it } from "vitest";
import { parsePrice } from "./price-text.pure";

it("reads a point and a comma alike, and nothing else as a price", () => {
  expect(["0.05", " 0,05 ", "1"].map(parsePrice)).toEqual([0.05, 0.05, 1]);
  expect(["", "-1", "1e3", "0.05 $"].map(parsePrice)).toEqual(Array.from({ length: 4 }, () => NaN));
});
