import { describe, expect, it } from "vitest";
import { newId, newToken } from "./ids";

describe("newId", () => {
  it("sorts by time as text", () => {
    const instants = [0, 1, 31, 32, 1_000, Date.UTC(2026, 0, 1), Date.UTC(2500, 0, 1)];
    const ids = instants.map((now) => newId("bak", now));
    expect(ids.toSorted()).toEqual(ids);
  });

  it("has the form a log or a URL can carry", () => {
    expect(newId("bak", Date.UTC(2026, 10, 21))).toMatch(/^bak_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  it("uses the randomness it is given", () => {
    const zeros = () => new Uint8Array(16);
    expect(newId("usr", 0, zeros)).toBe(`usr_${"0".repeat(26)}`);
  });

  it("does not repeat within a millisecond", () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => newId("bak", 0)));
    expect(ids.size).toBe(10_000);
  });
});

describe("newToken", () => {
  it("carries 256 bits", () => {
    expect(Buffer.from(newToken(), "base64url")).toHaveLength(32);
  });
});
