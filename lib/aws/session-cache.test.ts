import { expect, test } from "vitest";
import { createSessionCache, SESSIONS_MAX } from "./session-cache";
import { SingleFlightCache } from "./single-flight-cache";

const until = (expiresAt: number) => async (name: string) => ({
  value: { accessKeyId: name, secretAccessKey: "secret", sessionToken: "token", madeAt: 0 },
  expiresAt,
});

test("twelve hundred sessions that are used in turn are made once each", async () => {
  const cache = createSessionCache(() => 0);
  let made = 0;
  for (let round = 0; round < 3; round++) {
    for (let account = 0; account < 1_200; account++) {
      const keys = await cache.get(`crd_${account}`, () => {
        made += 1;
        return until(1)(`key_${account}`);
      });
      expect(keys.accessKeyId).toBe(`key_${account}`);
    }
  }
  expect(made).toBe(1_200);
});

test("however many there are, no more than the bound are kept", async () => {
  const cache = createSessionCache(() => 0);
  for (let number = 0; number < SESSIONS_MAX + 1_000; number++) {
    await cache.get(`crd_${number}`, () => until(1)("key"));
  }
  expect(cache.size).toBe(SESSIONS_MAX);
});

test("the one that was not asked for longest goes first", async () => {
  const cache = new SingleFlightCache<string>({ now: () => 0, sizeMax: 3 });
  const made: string[] = [];
  const ask = (key: string) =>
    cache.get(key, async () => {
      made.push(key);
      return { value: key, expiresAt: 1 };
    });
  for (const key of ["a", "b", "c", "a", "d", "a", "b"]) await ask(key);
  expect(made).toEqual(["a", "b", "c", "d", "b"]);
});

test("a session that has ended and is asked for no more, as of a credential that another process deleted, is not kept", async () => {
  let now = 0;
  const cache = createSessionCache(() => now);
  await cache.get("crd_deleted", () => until(10)("key"));
  await cache.get("crd_other", () => until(30)("key"));
  now = 20;
  await cache.get("crd_new", () => until(40)("key"));
  expect(cache.size).toBe(2);
});
