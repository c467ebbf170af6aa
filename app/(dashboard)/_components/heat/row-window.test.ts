import { assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { listPlacedRows, ROW_PX, toRowWindow } from "./row-window.pure";

const VIEW = { clientHeight: 18 * ROW_PX };
const at = (row: number, settledFrom: number | null = null) =>
  toRowWindow({ ...VIEW, scrollTop: row * ROW_PX, settledFrom });
const indexes = (window: ReturnType<typeof at>, total = 5_000) =>
  listPlacedRows(window, total).map(({ index }) => index);

test("whatever is in view has its row, once, wherever it stands and stood", () => {
  assert(
    property(nat(4_990), nat(4_990), nat(5_000), (row, stoodAt, total) => {
      const window = at(row, at(stoodAt).from);
      const rows = listPlacedRows(window, total);
      const expected = Array.from({ length: window.span }, (_, k) => window.from + k);
      expect(rows.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
        expected.filter((index) => index < total),
      );
      expect(new Set(rows.map(({ slot }) => slot)).size).toBe(rows.length);
      expect(rows.every(({ index, slot }) => index % window.span === slot)).toBe(true);
      expect(window.from).toBeLessThanOrEqual(row);
      expect(window.to).toBeGreaterThanOrEqual(row + 18);
    }),
  );
});

test("standing still, the rows are in the order in which they are read", () => {
  expect(indexes(at(1_003))).toEqual(indexes(at(1_003)).toSorted((a, b) => a - b));
});

test("while it moves no row that stays changes its place among the elements", () => {
  const stood = at(100);
  const moved = at(110, stood.from);
  const slots = (window: ReturnType<typeof at>) =>
    listPlacedRows(window, 5_000).map(({ slot }) => slot);
  expect(slots(moved)).toEqual(slots(stood));
  expect(moved.from).toBeGreaterThan(stood.from);
});

test("a filter that leaves fewer rows than were scrolled to leaves none twice", () => {
  expect(indexes(at(1_000), 3)).toEqual([]);
  expect(indexes(at(0), 3)).toEqual([0, 1, 2]);
});
