import { expect, test } from "vitest";
import { toChanges } from "./history-words.pure";

test("names each field that changed, with what it was and is, and no other", () => {
  const before = { paused: false, schedules: ["0 2 * * * UTC"], rebootOnBackup: false };
  const after = { paused: true, schedules: [], rebootOnBackup: false };
  expect(toChanges({ before, after })).toEqual([
    "paused: no → yes",
    "schedules: 0 2 * * * UTC → none",
  ]);
  expect(toChanges({ before, after: { backups: "keep" } })).toEqual(["its backups: keep"]);
  expect(toChanges({ before: null, after })).toEqual([]);
});

test("says who starts the backups by name", () => {
  const [before, after] = [{ scheduler: "local" }, { scheduler: "eventbridge" }];
  expect(toChanges({ before, after })).toEqual(["started by: AMIVault → AWS"]);
});
