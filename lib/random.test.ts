import { expect, test } from "vitest";
import { createRandomBytes } from "./random";

/** Counts up, so that every byte of the first 255 tells where it was. */
function counting() {
  let fills = 0;
  return {
    fills: () => fills,
    fill(pool: Uint8Array): void {
      for (let index = 0; index < pool.length; index++) pool[index] = (fills + index) % 251;
      fills += 1;
    },
  };
}

test("gives every byte once, in pieces of any size", () => {
  const source = counting();
  const random = createRandomBytes(source.fill);
  const given = [16, 1, 32].map((size) => [...random(size)]);
  expect(given.map((bytes) => bytes.length)).toEqual([16, 1, 32]);
  expect(given.flat()).toEqual(Array.from({ length: 49 }, (_, index) => index));
});

test("fetches anew before a piece would reach beyond what is left", () => {
  const source = counting();
  const random = createRandomBytes(source.fill);
  random(4_090);
  expect(source.fills()).toBe(1);
  expect([...random(16)]).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  expect(source.fills()).toBe(2);
});

test("what was given stays as it is when more is asked for", () => {
  const random = createRandomBytes(counting().fill);
  const first = random(16);
  const before = [...first];
  for (let count = 0; count < 1_000; count++) random(16);
  expect([...first]).toEqual(before);
});

test("the system's randomness does not repeat", () => {
  const random = createRandomBytes();
  const pieces = Array.from({ length: 1_000 }, () => Buffer.from(random(16)).toString("hex"));
  expect(new Set(pieces).size).toBe(1_000);
});

test("more than it fetches at once is refused", () => {
  expect(() => createRandomBytes()(4_097)).toThrow(RangeError);
});
