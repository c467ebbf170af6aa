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

  it("are few, however long it is", () => {
    expect(labels("2026-11-26", "2126-11-26").length).toBeLessThanOrEqual(10);
  });
});
