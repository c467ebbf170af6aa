import { expect, test } from "vitest";
import { toUtcText, toZoneText } from "./exact-time.pure";

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
