import { expect, it } from "vitest";
import { collectMatching, SELECTED_MAX } from "./collect-matching";
import type { ListMatching } from "./selection";

const filters = { search: "web" };

/** So many items in pages of a thousand; the cursor is the number of the next one. */
function listOf(count: number): ListMatching {
  return async ({ filters: given, cursor = "0" }) => {
    expect(given).toEqual(filters);
    const from = Number(cursor);
    const size = Math.min(1_000, count - from);
    const items = Array.from({ length: size }, (_, index) => ({
      id: `x${from + index}`,
      label: `web ${from + index}`,
    }));
    return { ok: true, data: { items, nextCursor: from + size < count ? `${from + size}` : null } };
  };
}

const collect = (listMatching: ListMatching, from: string | null = null) =>
  collectMatching({ listMatching, filters, from, onProgress: () => {} });

it("takes all of several pages, and says that nothing is left", async () => {
  const { found, next, problem } = await collect(listOf(2_345));
  expect([found.length, next, problem]).toEqual([2_345, null, null]);
});

it("is done where what matches ends at the bound", async () => {
  expect(await collect(listOf(SELECTED_MAX))).toMatchObject({ next: null, problem: null });
});

it("stops at the bound, says where the rest begins, and takes the rest from there", async () => {
  const first = await collect(listOf(12_345));
  expect(first.found).toHaveLength(SELECTED_MAX);
  expect(first.next).not.toBeNull();
  const rest = await collect(listOf(12_345), first.next);
  expect([rest.found.length, rest.next]).toEqual([2_345, null]);
  const ids = new Set([...first.found, ...rest.found].map(({ id }) => id));
  expect(ids.size).toBe(12_345);
});

it("keeps what it has when the server fails, with the reason and the place to go on from", async () => {
  const listMatching: ListMatching = async (input) =>
    input.cursor === "1000" ? Promise.reject(new Error("away")) : listOf(2_345)(input);
  const { found, next, problem } = await collect(listMatching);
  expect([found.length, next, problem]).toEqual([1_000, "1000", "The server did not answer."]);
});
