import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { endAfter } from "./end-after";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

test("its time comes although nobody holds its parts, and rubbish was collected meanwhile", async () => {
  const parent = new AbortController();
  const { signal } = endAfter(100, endAfter(60_000, parent.signal).signal);
  const ended = aborted(signal);
  collectGarbage();
  await ended;
  expect(signal.aborted).toBe(true);
});

test("it ends with its parent, also with one that has ended already", async () => {
  const parent = new AbortController();
  const { signal } = endAfter(60_000, parent.signal);
  const ended = aborted(signal);
  parent.abort();
  await ended;
  expect(signal.aborted).toBe(true);
  expect(endAfter(60_000, parent.signal).signal.aborted).toBe(true);
});

test("once it is done nothing ends it", () => {
  const parent = new AbortController();
  const { signal, done } = endAfter(60_000, parent.signal);
  done();
  parent.abort();
  expect(signal.aborted).toBe(false);
});
