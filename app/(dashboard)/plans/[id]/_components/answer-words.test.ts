import { expect, test } from "vitest";
import { toAnswerWords } from "./answer-words.pure";

const size = "36 GiB";

test("records alone: nothing is said to leave AWS", () => {
  const words = toAnswerWords({ modes: ["record", "record"], count: 2, size });
  expect(words.button).toBe("Remove 2 records");
  expect(words.text).toContain("Nothing is removed from AWS");
  expect(words.size).toBe("");
});

test("images without their snapshots: what stays is named", () => {
  const words = toAnswerWords({ modes: ["image"], count: 1, size });
  expect(words.text).toContain("Their snapshots stay");
  expect(words.title).toBe("Remove one item of this plan?");
});

test("images with their snapshots, and a page of both, say that snapshots go", () => {
  for (const modes of [["image_and_snapshots"], ["record", "image_and_snapshots"]] as const) {
    const words = toAnswerWords({ modes, count: 3, size });
    expect(words.text).toContain("Images go with their snapshots.");
    expect(words.button).toBe("Remove 3 from AWS");
    expect(words.size).toContain("36 GiB");
  }
});
