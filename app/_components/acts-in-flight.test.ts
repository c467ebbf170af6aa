import { expect, test } from "vitest";
import { deferred } from "#lib/testing/deferred";
import { countAct, whenActsEnd } from "./acts-in-flight";

test("whoever waits for acts goes on when the last of them is answered, or fails", async () => {
  const one = deferred();
  const two = deferred();
  const acts = [
    countAct(one.promise),
    countAct(Promise.reject(new Error("away")).finally(() => two.promise)),
  ];
  let went = false;
  const waited = whenActsEnd().then(() => (went = true));
  one.resolve();
  await acts[0];
  expect(went).toBe(false);
  two.resolve();
  await expect(acts[1]).rejects.toThrow("away");
  await waited;
  expect(went).toBe(true);
});

test("nobody waits where nothing is in flight", async () => {
  await expect(whenActsEnd()).resolves.toBeUndefined();
});
