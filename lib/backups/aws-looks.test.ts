import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { firstAwsLookAt, nextAwsLookAt } from "./aws-looks.pure";

/** All looks from the moment on, in minutes after it. */
function looks(of: { windowMinutes: number; spreadMinutes?: number; reportedAt?: number }) {
  const startsBy = (of.spreadMinutes ?? 0) * MINUTE;
  const at: number[] = [];
  let now: number | null = firstAwsLookAt({ startsBy, now: 0 });
  while (now !== null) {
    at.push(now / MINUTE);
    now = nextAwsLookAt({
      startsBy,
      now,
      startWindowEndsAt: of.windowMinutes * MINUTE,
      reportedAt: of.reportedAt === undefined ? null : of.reportedAt * MINUTE,
    });
  }
  return at;
}

test("looks grow apart, and the last comes when the function starts nothing any more", () => {
  expect(looks({ windowMinutes: 240 })).toEqual([2, 5, 15, 30, 60, 120, 242]);
  expect(looks({ windowMinutes: 24 * 60 })).toEqual([2, 5, 15, 30, 60, 120, 240, 480, 960, 1442]);
});

test("a short start window has fewer", () => {
  expect(looks({ windowMinutes: 5 })).toEqual([2, 7]);
  expect(looks({ windowMinutes: 1 })).toEqual([2, 3]);
});

test("they count from the end of the spread", () => {
  expect(looks({ windowMinutes: 240, spreadMinutes: 60 })).toEqual([62, 65, 75, 90, 120, 180, 242]);
});

test("a report is followed by looks of its own, also after the last", () => {
  expect(looks({ windowMinutes: 240, reportedAt: 20 })).toEqual([
    2, 5, 15, 22, 25, 30, 35, 60, 120, 242,
  ]);
  const told = { startsBy: 0, startWindowEndsAt: 4 * HOUR, reportedAt: 5 * HOUR };
  expect(nextAwsLookAt({ ...told, now: 5 * HOUR })).toBe(5 * HOUR + 2 * MINUTE);
  expect(nextAwsLookAt({ ...told, now: 5 * HOUR + 15 * MINUTE })).toBeNull();
});

test("after downtime the first look is at once", () => {
  expect(firstAwsLookAt({ startsBy: 0, now: 3 * HOUR })).toBe(3 * HOUR);
});
