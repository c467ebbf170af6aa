import { expect, test } from "vitest";
import { toShortText, toUtcText, toZoneText } from "./exact-time.pure";

const AT = Date.UTC(2026, 8, 1, 22, 5, 9);

test("an instant is told in UTC with its name", () => {
  expect(toUtcText(AT)).toBe("1 Sep 2026, 22:05:09 UTC");
});

test("a zone's wall clock is told with the zone and with UTC", () => {
  expect(toZoneText({ at: AT, zone: "Asia/Kolkata" })).toBe(
    "2 Sep 2026, 03:35:09 Asia/Kolkata · 1 Sep 2026, 22:05:09 UTC",
  );
});

test("midnight is 00, not 24", () => {
  expect(toUtcText(Date.UTC(2026, 0, 1))).toBe("1 Jan 2026, 00:00:00 UTC");
});

test("a short text leaves out what goes without saying, and never the year of another year", () => {
  const short = (...at: [number, number, number]) => toShortText({ at: Date.UTC(...at), now: AT });
  expect(short(2026, 8, 1)).toBe("00:00:00");
  expect(short(2026, 7, 1)).toBe("1 Aug, 00:00:00");
  expect(short(2027, 8, 1)).toBe("1 Sep 2027, 00:00:00");
  expect(short(2025, 8, 1)).toBe("1 Sep 2025, 00:00:00");
});
