import { describe, expect, it } from "vitest";
import { decideSeenTags, toSeenWords, type KnownTag } from "./seen-tags.pure";

const sure = { key: "env", value: "prod", setAt: 10, confirmedAt: 10, removing: false };
const decide = (tags: Record<string, string>, known: KnownTag[], settledBefore = 100) =>
  decideSeenTags({ tags, known, settledBefore });

describe("decideSeenTags", () => {
  it("says nothing of what is as the records say", () => {
    expect(decide({ env: "prod" }, [sure])).toEqual([]);
  });

  it("takes over what was changed, added or taken away in AWS", () => {
    expect(decide({ env: "test", team: "a" }, [sure])).toEqual([
      { key: "env", value: "test" },
      { key: "team", value: "a" },
    ]);
    expect(decide({}, [sure])).toEqual([{ key: "env", value: null }]);
  });

  it("settles what nobody knew, whichever way AWS has it", () => {
    const unsure = { ...sure, confirmedAt: null };
    expect(decide({ env: "prod" }, [unsure])).toEqual([{ key: "env", value: "prod" }]);
    expect(decide({}, [unsure])).toEqual([{ key: "env", value: null }]);
    const removing = { ...sure, removing: true };
    expect(decide({ env: "prod" }, [removing])).toEqual([{ key: "env", value: "prod" }]);
  });

  it("leaves what was asked for so lately that AWS may not show it yet", () => {
    expect(decide({}, [{ ...sure, setAt: 100, confirmedAt: null }])).toEqual([]);
    expect(decide({ env: "test" }, [{ ...sure, setAt: 100 }])).toEqual([]);
  });

  it("takes over no name that says whose an image is, and not the instance's name", () => {
    const tags = { "amivault:hold": "true", "aws:backup:x": "y", Name: "web" };
    expect(decide(tags, [])).toEqual([]);
    expect(decide(tags, [{ ...sure, key: "Name" }])).toEqual([{ key: "Name", value: "web" }]);
  });
});

describe("toSeenWords", () => {
  it("names the first few", () => {
    const seen = Array.from({ length: 7 }, (_, n) => ({ key: `k${n}`, value: n ? "v" : null }));
    expect(toSeenWords(seen)).toBe(
      "AWS shows of its tags: no “k0”; “k1” = “v”; “k2” = “v”; “k3” = “v”; “k4” = “v”; and 2 more.",
    );
  });
});
