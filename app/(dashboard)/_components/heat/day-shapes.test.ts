import { expect, test } from "vitest";
import { toDayShapes } from "./day-shapes.pure";

const looks = (codes: string) => toDayShapes(codes).map(({ className }) => className);

test("a row is one path for each look of its days, however many days", () => {
  expect(looks("o".repeat(30))).toEqual(["heat-ok"]);
  expect(looks("ooxmms-".repeat(4))).toEqual([
    "heat-quiet",
    "heat-ok",
    "heat-bad",
    "heat-cross",
    "heat-stripes",
  ]);
});

test("no two outcomes have the same form, even without their colours", () => {
  const forms = Array.from("oxms-", (code) => {
    const shapes = toDayShapes(code);
    return shapes.map(({ d }) => d).join(" ");
  });
  const [ok = "", ...others] = forms;
  // Good and nothing due are both a plain block: one is strong, the other as pale as the page.
  expect(others.at(-1)).toBe(ok);
  expect(new Set(forms).size).toBe(forms.length - 1);
});

test("each day is painted in its own column", () => {
  const [shape] = toDayShapes("-oo").filter(({ className }) => className === "heat-ok");
  expect(shape?.d).toBe("M1.05 1h.9v22h-.9zM2.05 1h.9v22h-.9z");
});

test("what is not known, and a code of another version, is painted as a day without anything due", () => {
  expect(looks("?z-")).toEqual(["heat-quiet"]);
});
