import { expect, test } from "vitest";
import { toCheckWords } from "./check-words.pure";

const aws = { placeCount: 0, differing: [], comparing: false };
const base = { checkedAt: "2026-02-01T12:00:00Z", schedulerRunning: true, scheduleCount: 2, aws };
const one = { id: "sch_1", name: "Nightly", words: "", nextDueAt: null };

test("a refresh says that all is well, or what it did for each schedule", () => {
  expect(toCheckWords({ ...base, linkCount: 240, differing: [] })).toEqual({
    title: "All is as it should be: 240 next runs compared.",
    lines: [],
  });
  const mended = { ...one, late: 2, stale: 0, resting: 1, repaired: 3 };
  expect(toCheckWords({ ...base, linkCount: 3, differing: [mended] })).toEqual({
    title: "1 schedule differed, and was mended.",
    lines: [
      "Nightly: 2 instances waited for a later run than it has next, 1 instance waited for nothing; planned anew.",
    ],
  });
});

test("what could not be mended, and a scheduler that is away, are named", () => {
  const stuck = { ...one, late: 0, stale: 0, resting: 2, repaired: 0 };
  const words = toCheckWords({
    ...base,
    schedulerRunning: false,
    linkCount: 2,
    differing: [stuck],
  });
  expect(words.title).toBe("1 schedule could not be mended.");
  expect(words.lines).toEqual([
    "Nightly: 2 instances waited for nothing; 2 of them still: look at the schedule.",
    "No job is looking after due moments: start a worker, and they will be.",
  ]);
});

test("what differs in AWS is named with where it is, and that AWS is being asked", () => {
  const place = { placeId: "evp_1", accountId: "111122223333", region: "eu-west-1" };
  const differs = { ...place, changed: 2, failed: 1, comparedAt: null };
  const words = toCheckWords({
    ...base,
    linkCount: 1,
    differing: [],
    aws: { placeCount: 1, differing: [differs], comparing: true },
  });
  expect(words.title).toBe(
    "All is as it should be: 1 next run compared. What is in AWS is being compared.",
  );
  expect(words.lines).toEqual([
    "AWS, 111122223333 eu-west-1: 2 objects changed or deleted by somebody else, 1 object refused by AWS; repair it under Schedules, In AWS.",
  ]);
});
