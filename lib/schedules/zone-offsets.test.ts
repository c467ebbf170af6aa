import { describe, expect, it } from "vitest";
import { segmentAt } from "./zone-offsets.pure";
import type { ZoneSegment } from "./zone-offsets.pure";

describe("the stretches of even time in a zone", () => {
  it.each([
    [
      "a summer time of one week",
      "America/Recife",
      2000,
      ["2000-02-27T02:00Z", "2000-10-08T03:00Z", "2000-10-15T02:00Z"],
    ],
    [
      "four changes round Ramadan",
      "Africa/Casablanca",
      2015,
      ["2015-03-29T02:00Z", "2015-06-14T02:00Z", "2015-07-19T02:00Z", "2015-10-25T02:00Z"],
    ],
    ["a zone that keeps its time", "Asia/Tokyo", 2026, []],
    ["a change to the second", "Africa/Monrovia", 1972, ["1972-01-07T00:44:30Z"]],
  ])("are exact for %s", (_, zone, year, changes) => {
    const starts = segmentsOf({ zone, year }).slice(1);
    const expected = changes.map((text) => new Date(text).toISOString());
    expect(starts.map(({ startMs }) => new Date(startMs).toISOString())).toEqual(expected);
  });

  it("know how far the clock had come, so that a jump and a step back are told apart", () => {
    const [winter, summer, autumn] = segmentsOf({ zone: "Europe/Berlin", year: 2026 });
    const localStart = (segment?: ZoneSegment) =>
      segment === undefined ? Number.NaN : segment.startMs + segment.offsetMs;
    expect(winter?.reachedLocalMs).toBe(localStart(winter));
    expect(summer?.reachedLocalMs).toBe(localStart(summer) - 3_600_000);
    expect(autumn?.reachedLocalMs).toBe(localStart(autumn) + 3_600_000);
  });

  it("meet without a hole over the turn of the year", () => {
    const last = segmentsOf({ zone: "America/New_York", year: 2026 }).at(-1);
    const next = segmentAt({ zone: "America/New_York", atMs: last?.endMs ?? 0 });
    expect(next.startMs).toBe(last?.endMs);
    expect(next.offsetMs).toBe(last?.offsetMs);
  });
});

function segmentsOf({ zone, year }: { zone: string; year: number }): ZoneSegment[] {
  const segments: ZoneSegment[] = [];
  for (let atMs = Date.UTC(year, 0, 1); atMs < Date.UTC(year + 1, 0, 1);) {
    const segment = segmentAt({ zone, atMs });
    segments.push(segment);
    atMs = segment.endMs;
  }
  return segments;
}
