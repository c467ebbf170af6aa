import { describe, expect, it } from "vitest";
import { ValidationError } from "./errors";
import { cursorText, decodeCursor, encodeCursor, pageQuery, toPage } from "./paging";

const owner = { list: "backups" } as const;
const page = (count: number, limit: number) =>
  toPage({
    owner,
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
    expect(decodeCursor(owner, more.nextCursor ?? undefined)).toEqual([1, "r1"]);
  });
});

describe("cursor", () => {
  it("survives the way through a URL", () => {
    for (const cursor of [
      [1, "a"],
      ["ü / + ?", "b"],
      [null, "c"],
    ] as const) {
      const text = encodeCursor(owner, cursor);
      expect(encodeURIComponent(text)).toBe(text);
      expect(decodeCursor(owner, text)).toEqual(cursor);
    }
  });

  it.each(["", "x", "bnVsbA", "W10", "{}", "WzEsImEiXQ", encodeCursor(owner, [1, "a"]).slice(1)])(
    "refuses %j, which no list gave out",
    (text) => {
      expect(() => decodeCursor(owner, text)).toThrow(ValidationError);
      expect(cursorText("backups").safeParse(text).success).toBe(false);
    },
  );

  it("is refused by another list, in another order and as another one's part, and says which", () => {
    const text = encodeCursor({ list: "plan-items", of: "pln_1" }, [null, "pli_1"]);
    expect(decodeCursor({ list: "plan-items", of: "pln_1" }, text)).toEqual([null, "pli_1"]);
    const refusal = (other: Parameters<typeof decodeCursor>[0]) => {
      try {
        return decodeCursor(other, text);
      } catch (error) {
        return error instanceof ValidationError ? error.fields?.["cursor"] : error;
      }
    };
    expect(refusal({ list: "plan-items", of: "pln_2" })).toEqual([
      expect.stringContaining("another order"),
    ]);
    expect(refusal({ list: "plans" })).toEqual([expect.stringContaining("another list")]);
    const parsed = cursorText("plans").safeParse(text);
    expect(parsed.error?.issues[0]?.message).toContain("another list");
  });

  it("takes the longest name that AWS lets a person give", () => {
    for (const letter of ["\u{1F5C4}", "\u0001", "日"]) {
      const text = encodeCursor(owner, [letter.repeat(256), "ins_0123456789abcdefghijklmnop"]);
      expect(cursorText("backups").safeParse(text).success).toBe(true);
    }
  });
});

describe("pageQuery", () => {
  it("bounds the size of a page", () => {
    const query = pageQuery("backups");
    expect(query.parse({}).limit).toBe(50);
    for (const limit of ["0", "-1", "201", "1.5", "many"]) {
      expect(query.safeParse({ limit }).success, limit).toBe(false);
    }
  });
});
