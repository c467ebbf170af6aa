import { describe, expect, it } from "vitest";
import { timeTicks } from "./time-ticks.pure";

const labels = (from: string, to: string) =>
  timeTicks([Date.parse(from), Date.parse(to)]).map(({ label }) => label);

describe("the ticks of a time axis", () => {
  it("stand where years begin", () => {
    expect(labels("2026-11-26", "2036-11-26")).toEqual(["2028", "2030", "2032", "2034", "2036"]);
  });

  it("stand where months begin, over a short time", () => {
    expect(labels("2026-11-26", "2027-11-26")).toEqual([
      "Jan 2027",
      "Mar 2027",
      "May 2027",
      "Jul 2027",
      "Sept 2027",
      "Nov 2027",
    ]);
  });

  it("count back from the last day, over a few weeks", () => {
    expect(labels("2026-11-01", "2026-11-30")).toEqual([
      "2 Nov",
      "9 Nov",
      "16 Nov",
      "23 Nov",
      "30 Nov",
    ]);
    expect(labels("2026-11-26", "2026-11-26")).toEqual(["26 Nov"]);
  });

  it("are few, however long it is", () => {
    for (const to of ["2026-12-01", "2027-01-10", "2027-03-25", "2027-03-27", "2126-11-26"]) {
      expect(labels("2026-11-26", to).length, to).toBeLessThanOrEqual(10);
    }
  });
});
