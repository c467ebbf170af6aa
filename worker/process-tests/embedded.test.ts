import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findLease } from "#lib/leases/leases.repo";
import { hasRedis, startRedis } from "#lib/testing/redis-server";
import { countBackedUpOnce } from "./count-backed-up-once";
import { saysHeld, saysWokenUp } from "./fault-plan";
import { backUpTowards } from "./on-the-way";
import { createProcessWorld, type ProcessWorld } from "./process-world";
import { bundlePrograms, type Programs, type RunningProgram } from "./programs";

let programs: Programs;
beforeAll(async () => {
  programs = await bundlePrograms();
});
afterAll(() => programs.remove());

describe("the embedded process", () => {
  test("killed in the middle of a backup and started again at once: one image", async () => {
    const world = await createProcessWorld({ programs });
    const points = ["after-claim", "before-send", "after-answer", "in-settle", "in-poll"] as const;
    for (const at of points) {
      await backUpTowards(world, at);
      const victim = await world.start("embedded", { signal: "SIGKILL", at });
      await victim.says(saysHeld(at));
      await victim.ended;
    }
    const last = await world.start("embedded");
    await world.untilAvailable(points.length);
    expect(await countBackedUpOnce(world)).toBe(points.length);
    last.child.kill("SIGTERM");
    expect(await last.ended).toBe(0);
    await world.close();
  });

  test("stopped until another has its database: it ends when it wakes up, and sends nothing", async () => {
    const world = await createProcessWorld({ programs });
    const at = "before-send";
    await backUpTowards(world, at);
    const stopped = await world.start("embedded", { signal: "SIGSTOP", at });
    await stopped.says(saysHeld(at));
    await world.start("embedded");
    await world.untilAvailable(1);
    stopped.child.kill("SIGCONT");
    await stopped.says(saysWokenUp(at));
    expect(await stopped.ended).toBe(1);
    expect(await countBackedUpOnce(world)).toBe(1);
    await world.close();
  });

  test("sweeps for retention, as a worker does", async () => {
    const world = await createProcessWorld({ programs });
    const process = await world.start("embedded");
    await world.until("a sweep has ended", () => hasSwept(world));
    expect(process.child.exitCode).toBe(null);
    await world.close();
  });

  test("one that was refused is not started again once all have been ended", async () => {
    const starts: RunningProgram[] = [];
    const start: Programs["start"] = (...args) => {
      const program = programs.start(...args);
      starts.push(program);
      return program;
    };
    const world = await createProcessWorld({ programs: { ...programs, start } });
    await world.runtime.db.write(async () => {
      const supervised = world.start("embedded");
      expect(await starts[0]?.ended).toBe(1);
      await turnOfTheLoop();
      await world.endAll();
      await supervised;
    });
    expect(starts).toHaveLength(1);
    expect(() => world.run("embedded")).toThrow("were ended");
    await world.close();
  });

  test("a database that somebody writes to without end is said in words", async () => {
    const world = await createProcessWorld({ programs });
    const refused = await world.runtime.db.write(async () => {
      const program = world.run("embedded");
      expect(await program.ended).toBe(1);
      return program;
    });
    expect(refused.errors()).toContain("Another process is writing to the database");
    expect(refused.errors()).not.toMatch(/^\s+at /m);
    await world.close();
  });
}, 180_000);

async function hasSwept({ runtime }: ProcessWorld): Promise<boolean> {
  return (await findLease(runtime.db.read, "retention.swept")) !== null;
}

describe.skipIf(!hasRedis)(
  "a worker with Redis",
  () => {
    test("sweeps for retention, as an embedded process does", async () => {
      const redis = await startRedis();
      const world = await createProcessWorld({ programs, redisUrl: redis.url });
      const process = await world.start("worker");
      await world.until("a sweep has ended", () => hasSwept(world));
      expect(process.child.exitCode).toBe(null);
      await world.close();
      await redis.stop();
    });
  },
  180_000,
);

describe.skipIf(!hasRedis)(
  "beside an embedded process, with Redis",
  () => {
    test.each(["embedded", "web", "worker"] as const)(
      "a second process, %s, is refused in a sentence",
      async (mode) => {
        const redis = await startRedis();
        const world: ProcessWorld = await createProcessWorld({
          programs,
          redisUrl: redis.url,
          speed: 2,
        });
        const first = await world.start("embedded");
        await first.says("AMIVault is ready");
        const second = world.run(mode);
        expect(await second.ended).toBe(1);
        expect(second.errors()).toContain("embedded on");
        expect(second.errors()).toContain(`process ${first.child.pid}.`);
        expect(second.errors()).not.toMatch(/^\s+at /m);
        expect(first.child.exitCode).toBe(null);
        await world.close();
        await redis.stop();
      },
    );
  },
  60_000,
);
