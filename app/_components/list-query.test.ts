import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readListQuery, toListHref } from "./list-query";

const schema = z.object({
  search: z.string().max(5).optional(),
  state: z.enum(["running", "stopped"]).optional(),
  cursor: z.string().optional(),
});
const names = ["search", "state"];
const read = (given: Record<string, string | string[] | undefined>) =>
  readListQuery(Promise.resolve(given), { schema, names });

describe("a list's address", () => {
  test("blank and unknown names are left out", async () => {
    const given = { search: " web ", state: "", other: "x" };
    expect(await read(given)).toEqual({
      query: { search: "web" },
      filters: { search: "web" },
      ignored: [],
    });
  });

  test("the page's cursor is no filter", async () => {
    const { query, filters } = await read({ state: "running", cursor: "abc" });
    expect(query.cursor).toBe("abc");
    expect(filters).toEqual({ state: "running" });
  });

  test("what makes no sense is left out and named, and the rest stays", async () => {
    const found = await read({ search: "far too long", state: "running", cursor: "abc" });
    expect(found.ignored).toEqual(["search"]);
    expect(found.query).toEqual({ state: "running" });
  });

  test("a repeated name counts once", async () => {
    expect((await read({ state: ["running", "stopped"] })).query).toEqual({ state: "running" });
  });

  test("blank filters do not appear in it", () => {
    expect(toListHref("/backups", { status: "", search: "a b&c", order: null })).toBe(
      "/backups?search=a+b%26c",
    );
    expect(toListHref("/backups", {})).toBe("/backups");
  });
});
