import { describe, expect, it } from "vitest";
import { fitToRoom } from "./evidence-room.pure";

const images = Array.from({ length: 200 }, (_, n) => ({ imageId: `ami-${n}` }));

function fitting(room: { references: number; permissions: number }): number {
  return fitToRoom({ images, room, idsPerCall: 10 }).length;
}

describe("fitToRoom", () => {
  it.each([
    [{ references: 100, permissions: 500 }, 200],
    [{ references: 100, permissions: 75 }, 75],
    [{ references: 4, permissions: 500 }, 40],
  ])("room for %j: %i images", (room, count) => {
    expect(fitting(room)).toBe(count);
  });

  it("asks for one call's worth although the buckets are empty: it waits, or comes back", () => {
    expect(fitting({ references: 0, permissions: 0 })).toBe(10);
  });
});
