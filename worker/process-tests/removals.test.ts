import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInsideWrite, REMOVAL_FAULT_POINTS, type FaultPoint } from "#lib/fault-points";
import { hasRedis } from "#lib/testing/redis-server";
import { saysHeld, saysWokenUp } from "./fault-plan";
import { addDoomed, differences, isAllDone, planOne, startOne, type Doomed } from "./old-backups";
import type { RunningProgram } from "./programs";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

const NOTHING = { lost: [], left: [] };
const LEASE_MS = 60_000;
const STOPPED_AT = ["after-proof", "after-removal-claim", "before-deregister", "after-deregister"];

/** A removal that leads the only worker there will be to the point. */
async function removeTowards(world: RedisWorld, at: FaultPoint): Promise<Doomed> {
  const doomed = await addDoomed(world);
  if (at.includes("snapshot")) {
    await world.sim.control.addFault({
      scope: { action: "DeregisterImage", match: { ImageId: doomed.victim.imageId } },
      times: 1,
      effect: { kind: "snapshotReturnCode", code: "internal-error" },
    });
  }
  await (at.includes("plan") ? planOne : startOne)(world, doomed);
  return doomed;
}

describe.skipIf(!hasRedis)(
  "removals by workers on Redis",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    async function wakeUp(program: RunningProgram, at: FaultPoint): Promise<void> {
      program.child.kill("SIGCONT");
      await program.says(saysWokenUp(at));
      program.child.kill("SIGTERM");
      expect([0, 1]).toContain(await program.ended);
    }

    describe("killed one after the other", () => {
      let world: RedisWorld;
      const doomed: Doomed[] = [];
      beforeAll(async () => {
        world = await worlds.create();
      });

      test.each(REMOVAL_FAULT_POINTS)("%s: a worker dies there", async (at) => {
        doomed.push(await removeTowards(world, at));
        const victim = await world.start("worker", { signal: "SIGKILL", at });
        await victim.says(saysHeld(at));
        await victim.ended;
        expect(victim.child.signalCode).toBe("SIGKILL");
        expect((await differences(world, doomed)).lost).toEqual([]);
      });

      test("the next worker removes exactly the victims, with their snapshots", async () => {
        await world.start("worker");
        await world.until("all are gone", () => isAllDone(world, doomed));
        await world.until("no snapshot is left", async () => {
          return (await differences(world, doomed)).left.length === 0;
        });
        expect(await differences(world, doomed)).toEqual(NOTHING);
      });
    });

    test.concurrent("stopped past their leases, they change nothing when they wake up", async () => {
      const world = await worlds.create();
      const doomed: Doomed[] = [];
      const stopped: Array<{ program: RunningProgram; at: FaultPoint }> = [];
      for (const at of REMOVAL_FAULT_POINTS.filter((point) => STOPPED_AT.includes(point))) {
        expect(isInsideWrite(at)).toBe(false);
        doomed.push(await removeTowards(world, at));
        const program = await world.start("worker", { signal: "SIGSTOP", at });
        await program.says(saysHeld(at));
        stopped.push({ program, at });
      }
      await world.start("worker");
      await world.until("all are gone", () => isAllDone(world, doomed));
      const before = await world.rows();
      for (const { program, at } of stopped) await wakeUp(program, at);
      expect(await world.rows()).toEqual(before);
      expect(await differences(world, doomed)).toEqual(NOTHING);
    });

    test.concurrent("a proof that grew old while its worker was stopped sends nothing", async () => {
      const world = await worlds.create();
      const at = "before-deregister";
      const doomed = await removeTowards(world, at);
      const program = await world.start("worker", { signal: "SIGSTOP", at });
      await program.says(saysHeld(at));
      const stoppedAt = world.now();
      const [survivor] = doomed.stay;
      await world.sim.control.deleteImage({ imageId: survivor?.imageId ?? "" });
      await world.until("its proof is old", () => world.now() > stoppedAt + LEASE_MS + 5_000);
      await wakeUp(program, at);
      await world.start("worker");
      await world.until("it is available again", (rows) =>
        rows.some(({ id, statusCode }) => id === doomed.victim.id && statusCode === "SurvivorLost"),
      );
      const { items } = await world.sim.control.calls({ action: "DeregisterImage" });
      expect(items).toEqual([]);
      expect((await differences(world, [doomed])).left).toContain(doomed.victim.imageId);
    });
  },
  180_000,
);
