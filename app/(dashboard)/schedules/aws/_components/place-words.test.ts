import { expect, test } from "vitest";
import { toRepairText } from "./place-words.pure";

test("a repair says what is put back, what goes, and what is tried again", () => {
  const none = { changedCount: 0, leavingChangedCount: 0, failedCount: 0 };
  expect(toRepairText({ ...none, changedCount: 1 })).toBe(
    "1 object that somebody changed or deleted in AWS is put back as AMIVault had put it. Backups and images stay.",
  );
  expect(toRepairText({ changedCount: 3, leavingChangedCount: 1, failedCount: 2 })).toBe(
    "2 objects that somebody changed or deleted in AWS are put back as AMIVault had put them. 1 object that nothing needs any more is deleted in spite of what somebody changed. 2 refused steps are tried again now. Backups and images stay.",
  );
});
