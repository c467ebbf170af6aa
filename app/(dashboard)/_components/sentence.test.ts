import { describe, expect, test } from "vitest";
import { toSentence } from "./sentence.pure";

const NONE = { total: 0, protected: 0, waiting: 0, paused: 0, needsYouCount: 0 };

describe("the dashboard's sentence", () => {
  test.each([
    [NONE, "Nothing is protected yet."],
    [{ ...NONE, total: 1, protected: 1 }, "The one instance is protected."],
    [{ ...NONE, total: 40, protected: 40 }, "All 40 instances are protected."],
    [
      { ...NONE, total: 40, protected: 38, needsYouCount: 2 },
      "38 of 40 instances are protected; 2 need you.",
    ],
    [
      { ...NONE, total: 1, waiting: 1 },
      "0 of 1 instance is protected; 1 waits for its next backup.",
    ],
    [
      { total: 5, protected: 1, needsYouCount: 1, waiting: 2, paused: 1 },
      "1 of 5 instances are protected; 1 needs you; 2 wait for their next backup; 1 is paused.",
    ],
  ])("of %o is “%s”", (counts, sentence) => {
    expect(toSentence(counts)).toBe(sentence);
  });
});
