import { expect, test } from "vitest";
import { countMatching, toExportLabels } from "./export-labels.pure";

const filters = { actorId: "usr_1" };

test("a link says what is exported: what the filters leave, all there is, or all one sees", () => {
  const all = "Export all as JSONL";
  const label = (of: Partial<Parameters<typeof toExportLabels>[0]>) =>
    toExportLabels({ filters, matching: null, seesAll: true, ...of });
  expect(label({ filters: {} })).toEqual({ these: null, all });
  expect(label({ matching: 1_200 })).toEqual({ these: "Export these 1,200", all });
  expect(label({})).toEqual({ these: "Export what matches", all });
  expect(label({ seesAll: false }).all).toBe("Export all of your accounts as JSONL");
});

test("a number is told only where everything that fits is in view", () => {
  const all = { shown: 7, isFirst: true, nextCursor: null, archivedEntries: 0 };
  expect(countMatching(all)).toBe(7);
  expect(countMatching({ ...all, nextCursor: "x" })).toBeNull();
  expect(countMatching({ ...all, isFirst: false })).toBeNull();
  expect(countMatching({ ...all, archivedEntries: 2_000 })).toBeNull();
  expect(countMatching({ ...all, archivedEntries: null })).toBeNull();
});
