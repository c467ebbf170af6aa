import { expect, test } from "vitest";
import { toOneDirection } from "./one-direction.pure";

test("a name turns nothing that stands around it", () => {
  const turned = "Delete “prod\u202E”? web\u2067 12, most\u2069\u200F of them\u061C stay";
  expect(toOneDirection(turned)).toBe("Delete “prod”? web 12, most of them stay");
});

test("letters of every direction stay, and what joins them", () => {
  for (const text of ["مرحبا", "שלום 12", "👩‍👩‍👧", "می‌خواهم", "a\nb"]) {
    expect(toOneDirection(text)).toBe(text);
  }
});
