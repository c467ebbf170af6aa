import { describe, expect, it } from "vitest";
import { groupFates, toReportText, toSummary } from "./group-fates.pure";
import type { Fate } from "./run-chunks";

const chosen = new Map([
  ["a", "web"],
  ["b", "db"],
  ["c", "mail"],
  ["d", "cache"],
  ["e", "bastion"],
]);
const refused = { kind: "refused", message: "No.", suggestion: "Wait.", link: "/x" } as const;
const fates = new Map<string, Fate>([
  ["a", { kind: "done", text: null, link: null }],
  ["b", refused],
  ["c", refused],
  ["d", { kind: "lost" }],
]);

describe("groupFates", () => {
  it("puts what did not work first and says a shared reason once", () => {
    const groups = groupFates(chosen, fates);
    expect(groups.map(({ kind, items }) => [kind, items.length])).toEqual([
      ["refused", 2],
      ["lost", 1],
      ["untried", 1],
      ["done", 1],
    ]);
    expect(groups[0]?.items[0]).toEqual({ id: "b", label: "db", link: "/x" });
  });

  it("loses nobody: every chosen one is in the summary and in the report", () => {
    const groups = groupFates(chosen, fates);
    expect(toSummary(groups)).toBe("1 done, 1 not tried, 1 answer lost, 2 refused");
    expect(toReportText(groups).split("\n")).toHaveLength(chosen.size);
    expect(toReportText(groups)).toContain("b\tdb\trefused\tNo.\tWait.");
  });
});
