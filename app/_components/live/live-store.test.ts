import { beforeEach, expect, test, vi } from "vitest";
import { applyEvent, findPatch, forgetPatches } from "./live-store";

const changed = (entityId: string, status: string) =>
  applyEvent({ id: 1, type: "backup.changed", entityId, data: { status, progressPercent: 40 } });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
  forgetPatches(Number.MAX_SAFE_INTEGER);
});

test("a page rendered anew takes the place of what was heard before it was asked for, not of what came since", () => {
  changed("bak_1", "creating");
  vi.setSystemTime(2_000);
  const askedAt = Date.now();
  vi.setSystemTime(2_100);
  changed("bak_2", "available");
  forgetPatches(askedAt);
  expect(findPatch("bak_1")).toBeUndefined();
  expect(findPatch("bak_2")).toMatchObject({ status: "available" });
  forgetPatches(2_100);
  expect(findPatch("bak_2")).toBeUndefined();
});

test("only what tells of progress alone needs nothing but its patch", () => {
  expect(changed("bak_3", "pending")).toBe(false);
  expect(changed("bak_3", "pending")).toBe(true);
  expect(changed("bak_3", "available")).toBe(false);
  expect(applyEvent({ id: 2, type: "instance.changed", entityId: "ins_1", data: {} })).toBe(false);
});
