import { expect, test } from "vitest";
import type { RetainedDto } from "#lib/retention/dto";
import { findLaterGood } from "./later-good.pure";

const image = (backupId: string, createdAt: string | null): RetainedDto => ({
  backupId,
  kind: "scheduled",
  createdAt,
  sizeBytes: null,
  rules: [],
  words: "",
  goesAt: null,
});
const before = image("before", "2026-11-25T02:00:00.000Z");
const after = image("after", "2026-11-26T03:00:00.000Z");
const newest = image("newest", "2026-11-26T09:00:00.000Z");
const failed = { status: "failed", dueAt: "2026-11-26T02:00:00.000Z" } as const;

test("what was made last after a failed run is found, whether it stays or goes", () => {
  const keep = [before, after];
  expect(findLaterGood(failed, { keep, remove: [newest] })?.backupId).toBe("newest");
  expect(findLaterGood({ ...failed, status: "missed" }, { keep, remove: [] })).toBe(after);
});

test("nothing is found where nothing was made since, or no time is known", () => {
  expect(findLaterGood(failed, { keep: [before, image("unknown", null)], remove: [] })).toBeNull();
});

test("a run that is good or still under way has nothing to make good", () => {
  for (const status of ["available", "pending", "queued"] as const) {
    expect(findLaterGood({ ...failed, status }, { keep: [after], remove: [] })).toBeNull();
  }
});
