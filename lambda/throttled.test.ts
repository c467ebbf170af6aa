import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createFunctionWorld, type FunctionWorld } from "#lib/testing/function-world";

let world: FunctionWorld;
beforeAll(async () => {
  world = await createFunctionWorld();
});
afterAll(() => world.close());
afterEach(async () => {
  await world.sim.control.clearFaults({});
  await world.sim.control.configure({ limits: { tokenBuckets: false } });
  await world.sim.control.setClock({ speed: 1 });
});

const scopeOf = (instanceId: string) => ({
  action: "CreateImage",
  match: { InstanceId: instanceId },
});

/** How often what such a fault strikes was sent. */
async function hits({ id }: { id: string }): Promise<number> {
  const faults = await world.sim.control.listFaults();
  return faults.find((fault) => fault.id === id)?.hits ?? 0;
}

test("of many that are due in one moment each gets its image within AWS's own limits", async () => {
  world.answer(204);
  await world.sim.control.configure({ limits: { tokenBuckets: true } });
  // A bucket fills in AWS's own time: nobody waits here for as long as they would there.
  await world.sim.control.setClock({ speed: 4 });
  const ids = await Promise.all(Array.from({ length: 120 }, () => world.addInstance()));
  const { ended } = await world.deployed.invoke(...ids.map((id) => world.firing(id)));
  expect(ended.filter(({ ok }) => !ok)).toEqual([]);
  const { items } = await world.sim.control.images({ limit: 1_000 });
  const sources = items.map(({ sourceInstanceId }) => sourceInstanceId);
  expect(sources.toSorted()).toEqual(ids.toSorted());
  expect(world.types()).not.toContain("failed");
});

test.each(["RequestLimitExceeded", "ConcurrentSnapshotLimitExceeded"])(
  "what is told to wait waits, and a reboot as well: %s",
  async (code) => {
    const instanceId = await world.addInstance();
    const fault = await world.sim.control.addFault({
      scope: scopeOf(instanceId),
      effect: { kind: "error", code },
      times: 3,
    });
    const { ended } = await world.deployed.invoke(world.firing(instanceId, { reboot: true }));
    expect(ended).toMatchObject([{ ok: true, value: { result: "succeeded" } }]);
    expect(await world.images(instanceId)).toMatchObject([{ noReboot: false }]);
    expect(await hits(fault)).toBe(3);
  },
);

test("a reboot that was told to wait is sent no more once an answer is not heard", async () => {
  const instanceId = await world.addInstance();
  const scope = scopeOf(instanceId);
  await world.sim.control.addFault({ scope, effect: { kind: "throttle" }, times: 1 });
  const unheard = await world.sim.control.addFault({
    scope,
    skip: 1,
    effect: { kind: "reset", phase: "before" },
  });
  const { ended } = await world.deployed.invoke(world.firing(instanceId, { reboot: true }));
  expect(ended).toEqual([{ ok: true, value: { result: "unconfirmed" } }]);
  expect(await hits(unheard)).toBe(1);
});

test("a reboot of which nobody heard is not tried again either when it cannot be looked for", async () => {
  const instanceId = await world.addInstance();
  const unheard = await world.sim.control.addFault({
    scope: scopeOf(instanceId),
    effect: { kind: "reset", phase: "before" },
  });
  await world.sim.control.addFault({
    scope: { action: "DescribeImages" },
    skip: 1,
    effect: { kind: "error", code: "UnauthorizedOperation" },
  });
  const { ended } = await world.deployed.invoke(world.firing(instanceId, { reboot: true }));
  expect(ended).toEqual([{ ok: true, value: { result: "unconfirmed" } }]);
  expect(await hits(unheard)).toBe(1);
});

test("nobody waits beyond the start window", async () => {
  const instanceId = await world.addInstance();
  await world.sim.control.addFault({ scope: scopeOf(instanceId), effect: { kind: "throttle" } });
  const leftMs = Date.now() - world.dueAt + 4_000;
  const { ended } = await world.deployed.invoke(
    world.firing(instanceId, { startWindowMs: leftMs }),
  );
  expect(ended).toMatchObject([{ ok: false, error: { name: "BackupFailed" } }]);
  expect(Date.now()).toBeLessThan(world.dueAt + leftMs + 5_000);
});
