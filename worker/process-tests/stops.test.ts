import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULT_POINTS, isInsideWrite, type FaultPoint } from "#lib/fault-points";
import { hasRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { saysHeld, saysWokenUp } from "./fault-plan";
import { backUpTowards } from "./on-the-way";
import type { RunningProgram } from "./programs";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

/** Stopped inside a write, a process holds the database's lock, and others only wait. */
const OUTSIDE = FAULT_POINTS.filter((point) => !isInsideWrite(point));
const INSIDE = ["in-claim", "in-settle", "in-look-up"] as const;
const LEASE_MS = 60_000;

interface Stopped {
  program: RunningProgram;
  at: FaultPoint;
}

describe.skipIf(!hasRedis)(
  "workers on Redis, stopped past their leases",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    async function stopAt(world: RedisWorld, at: FaultPoint): Promise<Stopped> {
      const program = await world.start("worker", { signal: "SIGSTOP", at });
      await program.says(saysHeld(at));
      return { program, at };
    }

    /** Wakes it up, and gives it the time a process has to finish what it was at and go. */
    async function wakeUp({ program, at }: Stopped): Promise<void> {
      program.child.kill("SIGCONT");
      await program.says(saysWokenUp(at));
      program.child.kill("SIGTERM");
      expect([0, 1]).toContain(await program.ended);
    }

    describe("woken up when others have ended all their work", () => {
      let world: RedisWorld;
      const stopped: Stopped[] = [];
      beforeAll(async () => {
        world = await worlds.create();
      });

      test.each(OUTSIDE)("%s: a worker is stopped there", async (at) => {
        await backUpTowards(world, at);
        stopped.push(await stopAt(world, at));
        expect(stopped.at(-1)?.program.child.exitCode).toBe(null);
      });

      test("the next worker ends it all, and those who wake up change nothing", async () => {
        await world.start("worker");
        await world.untilAvailable(OUTSIDE.length);
        expect(await countBackedUpOnce(world)).toBe(OUTSIDE.length);
        const before = await world.rows();
        for (const each of stopped) await wakeUp(each);
        expect(await countBackedUpOnce(world)).toBe(OUTSIDE.length);
        expect(await world.rows()).toEqual(before);
      });
    });

    test("woken up as soon as another has taken over: no second image", async () => {
      const world = await worlds.create();
      const points = ["after-claim", "before-send", "after-answer"] as const;
      const stopped: Stopped[] = [];
      for (const at of points) {
        await backUpTowards(world, at);
        stopped.push(await stopAt(world, at));
      }
      const leases = new Set((await world.rows()).map(({ leaseToken }) => leaseToken));
      await world.start("worker");
      await world.until("another has taken over", (rows) =>
        rows.every(({ leaseToken }) => leaseToken === null || !leases.has(leaseToken)),
      );
      for (const each of stopped) await wakeUp(each);
      await world.untilAvailable(points.length);
      expect(await countBackedUpOnce(world)).toBe(points.length);
    });

    test.concurrent.each(INSIDE)(
      "%s: stopped inside a write, it goes on where it was",
      async (at) => {
        const world = await worlds.create();
        const id = await backUpTowards(world, at);
        const stopped = await stopAt(world, at);
        const next = world.start("worker");
        const stoppedAt = world.now();
        await world.until("the lease is over", () => world.now() > stoppedAt + LEASE_MS);
        await wakeUp(stopped);
        await next;
        await world.untilAvailable(1);
        expect(await countBackedUpOnce(world)).toBe(1);
        expect((await world.rows())[0]?.id).toBe(id);
      },
    );
  },
  180_000,
);
