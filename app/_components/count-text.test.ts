import { expect, it } from "vitest";
import { toCountText } from "./count-text.pure";

it("says one of them, none and thousands as a person does", () => {
  expect([0, 1, 2, 12_400].map((count) => toCountText(count, "image"))).toEqual([
    "0 images",
    "1 image",
    "2 images",
    "12,400 images",
  ]);
  expect(toCountText(2, "policy", "policies")).toBe("2 policies");
});
