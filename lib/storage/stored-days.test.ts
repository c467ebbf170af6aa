import { expect, test } from "vitest";
import { fillDays, StoredDays, type StoredImage } from "./stored-days.pure";

const at = (text: string) => Date.parse(`${text}Z`);
const NOW = at("2026-02-05T09:00");

function image(more: Partial<StoredImage>): StoredImage {
  return { status: "available", from: at("2026-02-03T02:00"), to: NOW, sizeBytes: 10, ...more };
}

function shape(images: readonly StoredImage[]): string[] {
  const days = new StoredDays({ now: NOW, days: 3 });
  for (const one of images) days.add(one);
  return days.toDays().map(({ day, images, bytes }) => `${day} ${images} ${bytes}`);
}

test("an image is stored from its day on, and what is older from the first day on", () => {
  expect(shape([image({}), image({ from: at("2025-01-01T00:00"), sizeBytes: 5 })])).toEqual([
    "2026-02-02 1 5",
    "2026-02-03 2 15",
    "2026-02-04 2 15",
  ]);
});

test("one that went is stored up to the day before it went", () => {
  const went = { from: at("2026-02-02T02:00"), to: at("2026-02-04T03:00") };
  for (const status of ["deleted", "gone", "forgotten"] as const) {
    expect(shape([image({ ...went, status })])).toEqual([
      "2026-02-02 1 10",
      "2026-02-03 1 10",
      "2026-02-04 0 0",
    ]);
  }
});

test("what never was an image, and what is made today, is on no day", () => {
  const none = ["2026-02-02 0 0", "2026-02-03 0 0", "2026-02-04 0 0"];
  expect(shape([image({ status: "failed" }), image({ from: null })])).toEqual(none);
  expect(shape([image({ from: NOW })])).toEqual(none);
});

test("a day that nobody counted is as the one before, and none is before the first", () => {
  const counted = [
    { day: "2026-02-02", images: 1, bytes: 5 },
    { day: "2026-02-04", images: 2, bytes: 9 },
  ];
  const days = ["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05"];
  expect(fillDays(counted, days).map(({ day, bytes }) => [day, bytes])).toEqual([
    ["2026-02-02", 5],
    ["2026-02-03", 5],
    ["2026-02-04", 9],
    ["2026-02-05", 9],
  ]);
});
