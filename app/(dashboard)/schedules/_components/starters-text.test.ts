import { expect, test } from "vitest";
import { toStartersText } from "./starters-text.pure";

test.each([
  [0, 0, null],
  [3, 0, "AMIVault"],
  [3, 3, "AWS"],
  [5, 2, "AWS\u00A02, AMIVault\u00A03"],
])("of %i instances AWS starts %i", (instanceCount, awsInstanceCount, text) => {
  expect(toStartersText({ instanceCount, awsInstanceCount })).toBe(text);
});
