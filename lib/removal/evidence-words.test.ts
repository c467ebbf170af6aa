import { describe, expect, it } from "vitest";
import {
  checkedLabels,
  CHECKS,
  missingChecks,
  notChecked,
  type Check,
} from "./evidence-checks.pure";
import { describeEvidence, EVIDENCE_WORDS } from "./evidence-words.pure";

describe("evidence in words", () => {
  it.each(Object.keys(EVIDENCE_WORDS))("%s is a sentence with its id", (kind) => {
    expect(describeEvidence({ kind, id: "x-1" })).toMatch(/^[A-Z].* \(?x-1\)? .*[a-z]\.$/);
  });

  it("of a kind that another version wrote is a reference", () => {
    expect(describeEvidence({ kind: "constructor", id: "x-1" })).toBe(
      "Reference x-1 names the image.",
    );
  });
});

describe("missingChecks", () => {
  const all = Object.keys(CHECKS) as Check[];

  it("nothing looked for is everything missing", () => {
    expect(missingChecks([])).toHaveLength(5);
  });

  it("what could not be checked is missing, however it is worded", () => {
    const made = checkedLabels(all.filter((check) => check !== "children"));
    expect(missingChecks([...made, notChecked("children", "child images")])).toEqual([
      "child images",
    ]);
    expect(missingChecks(checkedLabels(all))).toEqual([]);
  });
});
