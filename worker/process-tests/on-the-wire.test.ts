import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { saysReached, saysWokenUp } from "./fault-plan";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

/** Of real time: 80 s by the processes' clocks, longer than a lease. */
const LATE_MS = 8_000;

describe.skipIf(!hasRedis)(
  "a worker on Redis whose request has left and whose answer has not come",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    /** Two requests are on their way: AWS acts on one at once, on the other when it is late. */
    async function sendTwo(world: RedisWorld) {
      for (const phase of ["before", "after"] as const) {
        const { id, instanceId } = await world.protect();
        const scope = { action: "CreateImage", match: { InstanceId: instanceId } };
        const effect = { kind: "delay", ms: LATE_MS, phase } as const;
        await world.sim.control.addFault({ scope, times: 1, effect });
        await world.backUp(id);
      }
      const worker = await world.start("worker");
      await world.until("both requests are with AWS", async () => {
        const { items } = await world.sim.control.calls({ action: "CreateImage" });
        return items.filter(({ outcome }) => outcome !== "DryRunOperation").length === 2;
      });
      return worker;
    }

    test("killed: the next worker finds the images, or has them made", async () => {
      const world = await worlds.create();
      const worker = await sendTwo(world);
      worker.child.kill("SIGKILL");
      await worker.ended;
      await world.start("worker");
      await world.untilAvailable(2);
      expect(await countBackedUpOnce(world)).toBe(2);
    });

    test("stopped past its lease, and woken up when all has ended: it changes nothing", async () => {
      const world = await worlds.create();
      const worker = await sendTwo(world);
      await world.stop(worker);
      expect(worker.output()).not.toContain(saysReached("after-answer"));
      await world.start("worker");
      await world.untilAvailable(2);
      worker.child.kill("SIGCONT");
      await worker.says(saysWokenUp("rest"));
      worker.child.kill("SIGTERM");
      expect([0, 1]).toContain(await worker.ended);
      expect(await countBackedUpOnce(world)).toBe(2);
    });
  },
  90_000,
);
