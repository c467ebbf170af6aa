import { describe, expect, test } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { firstAwsLookAt, nextAwsLookAt, takeBackAt } from "./aws-looks.pure";

/** All looks from the moment on, in minutes after it. */
function looks(of: {
  windowMinutes: number;
  spreadMinutes?: number;
  reportedAt?: number;
  takeBackAt?: number;
}) {
  const startsBy = (of.spreadMinutes ?? 0) * MINUTE;
  const at: number[] = [];
  let now: number | null = firstAwsLookAt({ startsBy, now: 0, takeBackAt: null });
  while (now !== null) {
    at.push(now / MINUTE);
    now = nextAwsLookAt({
      startsBy,
      now,
      startWindowEndsAt: of.windowMinutes * MINUTE,
      reportedAt: of.reportedAt === undefined ? null : of.reportedAt * MINUTE,
      takeBackAt: of.takeBackAt === undefined ? null : of.takeBackAt * MINUTE,
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
  const told = { startsBy: 0, startWindowEndsAt: 4 * HOUR, reportedAt: 5 * HOUR, takeBackAt: null };
  expect(nextAwsLookAt({ ...told, now: 5 * HOUR })).toBe(5 * HOUR + 2 * MINUTE);
  expect(nextAwsLookAt({ ...told, now: 5 * HOUR + 15 * MINUTE })).toBeNull();
});

test("one comes when it may be started from here", () => {
  expect(looks({ windowMinutes: 240, takeBackAt: 65 })).toEqual([2, 5, 15, 30, 60, 65, 120, 242]);
});

describe("it is started from here", () => {
  const at = (more: Partial<Parameters<typeof takeBackAt>[0]> = {}) =>
    takeBackAt({
      dueAt: 0,
      startsBy: 0,
      startWindowEndsAt: 4 * HOUR,
      isAws: true,
      failedAt: null,
      ...more,
    });

  test("when AWS delivers nothing any more, from the end of its spread", () => {
    expect(at()).toBe(65 * MINUTE);
    expect(at({ startsBy: HOUR })).toBe(125 * MINUTE);
    expect(at({ isAws: false })).toBe(15 * MINUTE);
  });

  test("when Lambda's own tries are over after a failure", () => {
    expect(at({ failedAt: 3 * MINUTE, startsBy: HOUR })).toBe(13 * MINUTE);
    expect(at({ failedAt: -MINUTE })).toBe(10 * MINUTE);
    expect(at({ failedAt: 90 * MINUTE })).toBe(65 * MINUTE);
  });

  test("in what is left of a start window beyond which AWS's spread reaches", () => {
    const cut = at({ startsBy: 2 * HOUR, startWindowEndsAt: 30 * MINUTE });
    expect(cut).toBe(20 * MINUTE);
    expect(firstAwsLookAt({ startsBy: 2 * HOUR, now: 0, takeBackAt: cut })).toBe(20 * MINUTE);
    expect(at({ startsBy: HOUR, startWindowEndsAt: HOUR })).toBe(50 * MINUTE);
    expect(at({ startsBy: 59 * MINUTE, startWindowEndsAt: HOUR })).toBeNull();
  });

  test("never when the start window is over by then", () => {
    expect(at({ startWindowEndsAt: HOUR })).toBeNull();
    expect(at({ startWindowEndsAt: HOUR, failedAt: 3 * MINUTE })).toBe(13 * MINUTE);
    expect(at({ startWindowEndsAt: 10 * MINUTE, failedAt: 0 })).toBeNull();
  });
});

test("after downtime the first look is at once", () => {
  expect(firstAwsLookAt({ startsBy: 0, now: 3 * HOUR, takeBackAt: null })).toBe(3 * HOUR);
});
