import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_POINTS } from "#lib/fault-points";
import { hasRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { saysHeld } from "./fault-plan";
import { backUpTowards } from "./on-the-way";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

describe.skipIf(!hasRedis)(
  "workers on Redis, killed one after the other",
  () => {
    let worlds: RedisWorlds;
    let world: RedisWorld;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
      world = await worlds.create();
    });
    afterAll(() => worlds.close());

    test.each(FAULT_POINTS)("%s: a worker dies there", async (at) => {
      await backUpTowards(world, at);
      const victim = await world.start("worker", { signal: "SIGKILL", at });
      await victim.says(saysHeld(at));
      await victim.ended;
      expect(victim.child.signalCode).toBe("SIGKILL");
    });

    test("the next worker ends what they all left behind, with one image each", async () => {
      await world.start("worker");
      await world.untilAvailable(FAULT_POINTS.length);
      expect(await countBackedUpOnce(world)).toBe(FAULT_POINTS.length);
    });
  },
  180_000,
);
