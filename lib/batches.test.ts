import { expect, test } from "vitest";
import { Batches, batchesOf } from "./batches";

test("what comes in one turn, and while a batch runs, goes together", async () => {
  const seen: number[][] = [];
  const batches = new Batches<number, number>({
    max: 3,
    async run(items) {
      seen.push([...items]);
      if (seen.length === 1) later.push(batches.add(4), batches.add(5));
      return items.map((item) => item * 10);
    },
  });
  const later: Array<Promise<number>> = [];
  const first = await Promise.all([batches.add(1), batches.add(2)]);
  expect(first).toEqual([10, 20]);
  expect(await Promise.all(later)).toEqual([40, 50]);
  expect(seen).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

test("no batch is larger than it may be", async () => {
  const sizes: number[] = [];
  const batches = new Batches<number, void>({
    max: 2,
    async run(items) {
      sizes.push(items.length);
      return items.map(() => undefined);
    },
  });
  await Promise.all([1, 2, 3, 4, 5].map((item) => batches.add(item)));
  expect(sizes).toEqual([2, 2, 1]);
});

test("one that cannot be done fails alone, and later ones still run", async () => {
  const batches = new Batches<string, string>({
    max: 10,
    async run(items) {
      if (items.includes("bad")) throw new Error("bad");
      return [...items];
    },
  });
  const results = await Promise.allSettled(["a", "bad", "b"].map((item) => batches.add(item)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await batches.add("c")).toBe("c");
});

test("each owner has batches of its own", async () => {
  const of = batchesOf((owner: { name: string }) => ({
    max: 10,
    run: async (items: readonly number[]) => items.map((item) => `${owner.name}${item}`),
  }));
  const [one, other] = [{ name: "x" }, { name: "y" }];
  expect(await Promise.all([of(one).add(1), of(other).add(2)])).toEqual(["x1", "y2"]);
  expect(of(one)).toBe(of(one));
});
