import { expect, test } from "vitest";
import type { DiscoveryPlaceDto } from "#lib/discovery/dto";
import { groupFailures, toProgress, toProgressWords } from "./group-places.pure";

const place = (over: Partial<DiscoveryPlaceDto>): DiscoveryPlaceDto => ({
  accountRef: "acc_a",
  accountId: "111122223333",
  region: "eu-west-1",
  state: "done",
  seenCount: 0,
  newCount: 0,
  protectedCount: 0,
  error: null,
  suggestion: null,
  endedAt: "2026-01-01T00:00:00Z",
  ...over,
});

test("regions of an account that fail alike are told of once, those of another apart", () => {
  const failed = { state: "failed", error: "No.", suggestion: "Add it." } as const;
  const groups = groupFailures([
    place({ ...failed, accountId: "444455556666" }),
    place({ ...failed, region: "us-east-1" }),
    place({ ...failed, region: "us-west-2" }),
    place({ region: "eu-north-1" }),
  ]);
  expect(groups).toEqual([
    {
      accountId: "111122223333",
      error: "No.",
      suggestion: "Add it.",
      regions: ["us-east-1", "us-west-2"],
    },
    { accountId: "444455556666", error: "No.", suggestion: "Add it.", regions: ["eu-west-1"] },
  ]);
});

test("progress counts what has ended, and says what is new in words", () => {
  const progress = toProgress([
    place({ seenCount: 40, newCount: 2 }),
    place({ state: "running", endedAt: null, seenCount: 3, protectedCount: 1 }),
  ]);
  expect(toProgressWords(progress)).toBe(
    "1 of 2 places, 43 instances, 2 not seen before, 1 protected by rules",
  );
});
