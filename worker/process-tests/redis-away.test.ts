import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

const FIRST = 10;
const LATER = 5;

describe.skipIf(!hasRedis)(
  "two workers on a Redis that forgets or is away",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    async function startTwo(): Promise<RedisWorld> {
      const world = await worlds.create();
      // Time enough to be interrupted.
      const effect = { kind: "delay", ms: 300 } as const;
      await world.sim.control.addFault({ scope: { action: "CreateImage" }, effect });
      await Promise.all([world.start("worker"), world.start("worker")]);
      return world;
    }

    async function backUp(world: RedisWorld, count: number): Promise<void> {
      const protecteds = [];
      for (let index = 0; index < count; index++) protecteds.push(await world.protect());
      for (const { id } of protecteds) await world.backUp(id);
    }

    const untilSome = (world: RedisWorld, status: "creating" | "pending" | "available") =>
      world.until(`some are ${status}`, (rows) => rows.some((row) => row.status === status));

    test("emptied while requests are out, while images are made, and at the end", async () => {
      const world = await startTwo();
      await backUp(world, FIRST);
      await untilSome(world, "creating");
      await world.redis.empty();
      await untilSome(world, "pending");
      await world.redis.empty();
      await untilSome(world, "available");
      await world.redis.empty();
      // Whatever was forgotten, new work is taken up too.
      await backUp(world, LATER);
      await world.untilAvailable(FIRST + LATER);
      expect(await countBackedUpOnce(world)).toBe(FIRST + LATER);
    });

    test("gone for a minute in the middle, and back with nothing in it", async () => {
      const world = await startTwo();
      await backUp(world, FIRST);
      await untilSome(world, "creating");
      await world.door.close();
      const goneAt = world.now();
      await world.redis.empty();
      await backUp(world, LATER);
      await world.until("a minute is over", () => world.now() > goneAt + 60_000);
      await world.door.open();
      await world.untilAvailable(FIRST + LATER);
      expect(await countBackedUpOnce(world)).toBe(FIRST + LATER);
    });
  },
  90_000,
);
