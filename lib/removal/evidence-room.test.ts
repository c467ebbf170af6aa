import { describe, expect, it } from "vitest";
import { fitToRoom } from "./evidence-room.pure";

const images = Array.from({ length: 200 }, (_, n) => ({ imageId: `ami-${n}` }));

function fitting(room: { references: number; permissions: number }, known = 0): number {
  const isKnown = (imageId: string) => Number(imageId.slice(4)) < known;
  return fitToRoom({ images, room, idsPerCall: 10, isKnown }).length;
}

describe("fitToRoom", () => {
  it.each([
    [{ references: 100, permissions: 500 }, 0, 200],
    [{ references: 100, permissions: 75 }, 0, 75],
    [{ references: 4, permissions: 500 }, 0, 40],
    // What is known of the first hundred asks for nothing.
    [{ references: 100, permissions: 30 }, 100, 130],
    [{ references: 100, permissions: 0 }, 200, 200],
  ])("room for %j, %i known: %i images", (room, known, count) => {
    expect(fitting(room, known)).toBe(count);
  });

  it("asks for one call's worth although the buckets are empty: it waits, or comes back", () => {
    expect(fitting({ references: 0, permissions: 0 })).toBe(10);
  });
});
