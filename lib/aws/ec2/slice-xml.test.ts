import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceXml } from "./slice-xml.pure";

const item = (name: string, inner: number) =>
  `<item><id>${name}</id><set>${"<item><k>&lt;item&gt;</k></item>".repeat(inner)}</set></item>`;
const answer = (items: string) =>
  `<R><requestId>1</requestId><aSet>${items}</aSet><nextToken>t</nextToken></R>`;
const itemsOf = (slice: string) => slice.replace(/^.*<aSet>|<\/aSet>.*$/g, "");

describe("an answer in slices", () => {
  it("has every item once, in order, each slice whole and at most so long", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (inner, size) => {
          const items = inner.map((count, index) => item(`i${index}`, count));
          const slices = sliceXml(answer(items.join("")), "aSet", size);
          expect(slices.map(itemsOf).join("")).toBe(items.join(""));
          expect(slices).toHaveLength(Math.max(1, Math.ceil(items.length / size)));
          for (const slice of slices) expect(slice).toBe(answer(itemsOf(slice)));
        },
      ),
    );
  });

  it.each(["", "<R><aSet/></R>", "<R><aSet><item>", "<R><aSet></aSet></R>", "<html></html>"])(
    "leaves %j as it is",
    (body) => {
      expect(sliceXml(body, "aSet", 1)).toEqual([body]);
    },
  );
});
