import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { MINUTE } from "#lib/clock";
import { ensureDefaults } from "#lib/settings/ensure-defaults";
import { followAll } from "#lib/testing/fleet";
import { hasRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { saysHeld, saysReached, saysWokenUp } from "./fault-plan";
import type { RunningProgram } from "./programs";
import { openRedisWorlds, type RedisWorld, type RedisWorlds } from "./redis-world";

const FLEET = 40;

describe.skipIf(!hasRedis)(
  "two workers at once on one database and Redis",
  () => {
    let worlds: RedisWorlds;
    beforeAll(async () => {
      worlds = await openRedisWorlds();
    });
    afterAll(() => worlds.close());

    test(`${FLEET} instances due in the same moment: one image each, and both have done some`, async () => {
      const world = await worlds.create();
      await ensureDefaults(world.runtime);
      const ids: string[] = [];
      for (let index = 0; index < FLEET; index++) ids.push((await world.protect()).id);
      const workers = await Promise.all([world.start("worker"), world.start("worker")]);
      const dueAt = await followAtOnce(world, ids);
      await world.untilAvailable(FLEET);
      expect(await countBackedUpOnce(world)).toBe(FLEET);
      for (const row of await world.rows()) expect(row).toMatchObject({ kind: "scheduled", dueAt });
      for (const worker of workers) expect(worker.output()).toContain(saysReached("after-settle"));
    });

    /** Daily, for the first time at a full minute that is half a minute away at least. */
    async function followAtOnce(world: RedisWorld, ids: readonly string[]): Promise<number> {
      const now = world.now();
      world.runtime.clock.set(now);
      const dueAt = Math.ceil((now + MINUTE / 2) / MINUTE) * MINUTE;
      const due = new Date(dueAt);
      const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
      await followAll(world.runtime, ids, { schedule, zone: "UTC" });
      return dueAt;
    }

    test("replies lost, images hidden, and every process killed again and again", async () => {
      const world = await worlds.create();
      const { control } = world.sim;
      const scope = { action: "CreateImage" };
      await control.addFault({ scope, probability: 0.5, effect: { kind: "loseReply" } });
      await control.addFault({ scope, effect: { kind: "visibilityLag", ms: [0, 60_000] } });
      const count = 12;
      for (let index = 0; index < count; index++) await world.backUp((await world.protect()).id);
      for (const point of ["after-unheard", "after-look-up", "after-poll"] as const) {
        const both = await Promise.all([world.start("worker"), world.start("worker")]);
        await Promise.any(both.map((worker) => worker.says(saysReached(point))));
        await killAll(both);
      }
      await world.start("worker");
      await world.start("worker");
      await world.untilAvailable(count);
      expect(await countBackedUpOnce(world)).toBe(count);
      const { lostReplies } = await control.summary();
      expect(lostReplies).toBeGreaterThan(0);
    });

    test("somebody else writes to the database for longer than a write is tried", async () => {
      const world = await worlds.create();
      await world.backUp((await world.protect()).id);
      const at = "after-answer";
      const worker = await world.start("worker", { signal: "SIGSTOP", at });
      await worker.says(saysHeld(at));
      // The answer is there, and nobody can write it down.
      await world.runtime.db.write(async () => {
        // It says that it is held, and then stops: what comes in between wakes nobody up.
        await vi.waitFor(
          () => {
            worker.child.kill("SIGCONT");
            expect(worker.output()).toContain(saysWokenUp(at));
          },
          { timeout: 20_000 },
        );
        await worker.says('"a job failed"');
      });
      await world.untilAvailable(1);
      expect(await countBackedUpOnce(world)).toBe(1);
    });

    async function killAll(workers: readonly RunningProgram[]): Promise<void> {
      for (const { child } of workers) child.kill("SIGKILL");
      await Promise.all(workers.map(({ ended }) => ended));
    }
  },
  90_000,
);
