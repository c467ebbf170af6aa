import { quickenRedis } from "#lib/testing/redis-clock";
import { startRedis, type TestRedis } from "#lib/testing/redis-server";
import { SPEED, createProcessWorld, type ProcessWorld } from "./process-world";
import { bundlePrograms } from "./programs";
import { createRedisDoor, type RedisDoor } from "./redis-door";

export interface RedisWorld extends ProcessWorld {
  redis: TestRedis;
  door: RedisDoor;
}

export type RedisWorlds = Awaited<ReturnType<typeof openRedisWorlds>>;

/** Worlds whose workers share one real Redis; each has a database and an AWS of its own. */
export async function openRedisWorlds() {
  const redis = await startRedis();
  const redisClock = quickenRedis({ url: redis.url, speed: SPEED });
  const programs = await bundlePrograms();
  const worlds: RedisWorld[] = [];
  return {
    async create(): Promise<RedisWorld> {
      const door = await createRedisDoor(redis.url);
      const world = await createProcessWorld({ programs, redisUrl: door.url });
      worlds.push({ ...world, redis, door });
      return { ...world, redis, door };
    },
    async close(): Promise<void> {
      for (const world of worlds) {
        await world.close();
        await world.door.close();
      }
      programs.remove();
      await redisClock.stop();
      await redis.stop();
    },
  };
}
