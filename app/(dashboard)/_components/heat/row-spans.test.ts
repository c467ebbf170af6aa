import { expect, test } from "vitest";
import { toRowSpans } from "./row-spans.pure";

const shape = (view: Parameters<typeof toRowSpans>[0]) => {
  const { spans, gapAfter } = toRowSpans(view);
  return [spans.map(({ index, gap }) => [gap, index]), gapAfter];
};

test("only the rows in view are there, with the room of the others", () => {
  expect(shape({ from: 10, to: 13, count: 100, focused: 11 })).toEqual([
    [
      [10, 10],
      [0, 11],
      [0, 12],
    ],
    87,
  ]);
});

test("the row that has the focus stays, above and below what is in view", () => {
  expect(shape({ from: 10, to: 12, count: 100, focused: 3 })).toEqual([
    [
      [3, 3],
      [6, 10],
      [0, 11],
    ],
    88,
  ]);
  expect(shape({ from: 10, to: 12, count: 100, focused: 50 })).toEqual([
    [
      [10, 10],
      [0, 11],
      [38, 50],
    ],
    49,
  ]);
});

test("a list that became shorter has no rows beyond its end", () => {
  expect(shape({ from: 10, to: 20, count: 5, focused: 7 })).toEqual([[], 5]);
});
