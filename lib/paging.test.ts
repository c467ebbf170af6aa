import { describe, expect, it } from "vitest";
import { ValidationError } from "./errors";
import { decodeCursor, encodeCursor, PageQuery, toPage } from "./paging";

const page = (count: number, limit: number) =>
  toPage({
    rows: Array.from({ length: count }, (_, i) => ({ id: `r${i}`, at: i })),
    limit,
    total: null,
    cursorOf: (row) => [row.at, row.id],
    toItem: (row) => row.id,
  });

describe("toPage", () => {
  it("gives a cursor exactly when a further row was fetched", () => {
    expect(page(0, 2)).toEqual({ items: [], nextCursor: null, total: null });
    expect(page(2, 2).nextCursor).toBeNull();
    const more = page(3, 2);
    expect(more.items).toEqual(["r0", "r1"]);
    expect(decodeCursor(more.nextCursor ?? undefined)).toEqual([1, "r1"]);
  });
});

describe("cursor", () => {
  it("survives the way through a URL", () => {
    for (const cursor of [
      [1, "a"],
      ["ü / + ?", "b"],
      [null, "c"],
    ] as const) {
      const text = encodeCursor(cursor);
      expect(encodeURIComponent(text)).toBe(text);
      expect(decodeCursor(text)).toEqual(cursor);
    }
  });

  it.each(["", "x", "bnVsbA", "W10", "{}", encodeCursor([1, "a"]).slice(1)])(
    "refuses %j, which no list gave out",
    (text) => {
      expect(() => decodeCursor(text)).toThrow(ValidationError);
    },
  );
});

describe("PageQuery", () => {
  it("bounds the size of a page", () => {
    expect(PageQuery.parse({}).limit).toBe(50);
    for (const limit of ["0", "-1", "201", "1.5", "many"]) {
      expect(PageQuery.safeParse({ limit }).success, limit).toBe(false);
    }
  });
});
