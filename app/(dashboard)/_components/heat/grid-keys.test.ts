import { expect, test } from "vitest";
import { moveInGrid } from "./grid-keys.pure";

const SIZE = { rows: 100, columns: 31, pageRows: 15 };

test.each([
  ["ArrowUp", false, [4, 5]],
  ["ArrowDown", false, [6, 5]],
  ["ArrowLeft", false, [5, 4]],
  ["ArrowRight", false, [5, 6]],
  ["PageDown", false, [20, 5]],
  ["PageUp", false, [0, 5]],
  ["Home", false, [5, 0]],
  ["End", false, [5, 30]],
  ["Home", true, [0, 0]],
  ["End", true, [99, 30]],
])("%s (with Ctrl: %s) leads to %o", (key, isJump, [row, column]) => {
  const from = { row: 5, column: 5 };
  expect(moveInGrid({ key, isJump, from, ...SIZE })).toEqual({ row, column });
});

test("no key leads out of the grid, and other keys stay the browser's", () => {
  const corner = { row: 99, column: 30 };
  for (const key of ["ArrowDown", "ArrowRight", "PageDown"]) {
    expect(moveInGrid({ key, isJump: false, from: corner, ...SIZE })).toEqual(corner);
  }
  for (const key of ["Tab", "Enter", "/", "g"]) {
    expect(moveInGrid({ key, isJump: false, from: corner, ...SIZE })).toBeNull();
  }
});
