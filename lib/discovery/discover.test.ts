import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { deleteCredential } from "../credentials/delete-credential";
import { auditEntries, discoveryPlaces, discoveryRuns, events } from "../db/schema";
import { listInstances } from "../instances/list-instances";
import { limitedTo } from "../testing/people";
import { AWAY, createDiscoveryWorld, HOME, type DiscoveryWorld } from "../testing/discovery-world";
import { countDiscovered } from "./count-discovered";
import { countUnprotected } from "./count-unprotected";
import { discoverPlace } from "./discover-place";
import type { DiscoveredDto } from "./dto";
import { enqueueDiscoveries } from "./enqueue-discoveries";
import { listDiscovered } from "./list-discovered";
import { findLastDiscovery, getDiscoveryRun, listDiscoveryRuns } from "./list-discovery-runs";
import { requestDiscovery } from "./request-discovery";
import { createRule } from "./rules/create-rule";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const list = async () => (await listDiscovered(world.viewer)).items;
const last = async () => {
  const run = await findLastDiscovery(world.viewer);
  if (!run) throw new Error("There was a run.");
  return run;
};
async function only(): Promise<DiscoveredDto> {
  const [one, ...more] = await list();
  if (!one || more.length > 0) throw new Error("One instance is known.");
  return one;
}
async function deny(action: string, region?: string) {
  const { accountId } = world.account;
  return world.sim.control.deny({ accountId, action, ...(region ? { region } : {}) });
}

describe("a run", () => {
  it("looks at every enabled region of every account, and ends by itself", async () => {
    const second = await world.addAccount("staging");
    const here = await world.launch({ name: "web", tags: { Role: "web" } });
    const there = await world.launch({ name: "db", region: AWAY, accountId: second.accountId });
    const runId = await world.discover();
    const run = await last();
    expect(run).toMatchObject({ id: runId, state: "done", requestedBy: "test-operator" });
    const done = run.places.map(
      ({ accountId, region, state }) => `${accountId} ${region} ${state}`,
    );
    expect(done.toSorted()).toEqual(
      [world.account.accountId, second.accountId]
        .flatMap((id) => [`${id} ${HOME} done`, `${id} ${AWAY} done`])
        .toSorted(),
    );
    expect(await list()).toMatchObject([
      { instanceId: there, name: "db", region: AWAY, status: "unprotected" },
      { instanceId: here, name: "web", region: HOME, tags: { Role: "web" }, volumeCount: 1 },
    ]);
    expect(await countUnprotected(world.viewer)).toBe(2);
    const audits = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, "discovery.request"));
    expect(audits).toMatchObject([{ targetId: runId, actorName: "test-operator" }]);
  });

  it("tells the page that shows looks of each place, and all others when it begins and ends", async () => {
    await world.discover();
    const told = async (type: string) => {
      const rows = await world.runtime.db.read.select().from(events).where(eq(events.type, type));
      return rows.map(({ entityId }) => entityId);
    };
    const { accountRef } = world.credential;
    expect(new Set(await told("discovery.progress"))).toEqual(
      new Set([`${accountRef}/`, `${accountRef}/${HOME}`, `${accountRef}/${AWAY}`]),
    );
    expect(await told("discovery.changed")).toEqual([accountRef, accountRef]);
  });

  it("looks at chosen accounts and regions alone", async () => {
    const second = await world.addAccount("staging");
    await world.discover({ accountRefs: [second.accountRef], regions: [AWAY] });
    expect((await last()).places).toMatchObject([
      { accountId: second.accountId, region: AWAY, state: "done" },
    ]);
  });

  it("of a place that fails says the missing statement, and the others go on", async () => {
    await deny("ec2:DescribeInstances", AWAY);
    await world.launch();
    await world.discover();
    const places = new Map((await last()).places.map((place) => [place.region, place]));
    expect(places.get(HOME)).toMatchObject({ state: "done", seenCount: 1, newCount: 1 });
    expect(places.get(AWAY)).toMatchObject({
      state: "failed",
      error: "The credential may not do ec2:DescribeInstances.",
    });
    expect(places.get(AWAY)?.suggestion).toContain('"Action":"ec2:DescribeInstances"');
  });

  it("that may not list regions says so, and looks where something is known", async () => {
    await deny("ec2:DescribeRegions");
    await world.launch();
    await world.discover();
    const run = await last();
    expect(run.state).toBe("done");
    expect(run.places).toMatchObject([
      { region: null, state: "failed", error: "The credential may not do ec2:DescribeRegions." },
      { region: HOME, state: "done", seenCount: 1 },
    ]);
  });

  it("is shared by two who ask at once: each place is looked at once for both", async () => {
    const { lastSeq } = await world.sim.control.calls({});
    await requestDiscovery(world.operator);
    await requestDiscovery(world.admin);
    await world.work();
    const runs = await world.runtime.db.read.select().from(discoveryRuns);
    expect(runs.map(({ endedAt }) => endedAt === null)).toEqual([false, false]);
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    expect(items.map(({ action }) => action).toSorted()).toEqual([
      "DescribeInstances",
      "DescribeInstances",
      "DescribeRegions",
    ]);
  });

  it("is listed with few others, as each comes with all of its places", async () => {
    for (let n = 0; n < 7; n += 1) {
      world.runtime.clock.advance(1_000);
      await world.discover({ regions: [HOME] });
    }
    const first = await listDiscoveryRuns(world.viewer);
    expect(first.items).toHaveLength(5);
    const cursor = first.nextCursor ?? "";
    expect((await listDiscoveryRuns(world.viewer, { cursor })).items).toHaveLength(2);
    await expect(listDiscoveryRuns(world.viewer, { limit: 50 })).rejects.toThrow("limit");
  });

  it("whose process died goes on, and ends", async () => {
    await world.launch();
    const { runtime } = world;
    await requestDiscovery(world.operator);
    // The place was begun and its job is lost.
    await runtime.drain([]);
    await runtime.db.write((tx) =>
      tx.update(discoveryPlaces).set({ state: "running", startedAt: runtime.clock.now() }),
    );
    await enqueueDiscoveries(runtime);
    await world.work();
    const runs = await runtime.db.read.select().from(discoveryRuns);
    expect(runs.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(await countUnprotected(world.viewer)).toBe(1);
  });

  it("looks at a place in two processes at once without harm, and a rule protects once", async () => {
    const { runtime } = world;
    const { accountRef } = world.credential;
    for (let number = 0; number < 3; number++) {
      await world.launch({ name: `web-${number}`, tags: { Role: "web" } });
    }
    const conditions = [{ key: "Role", test: "equals" as const, value: "web" }];
    await createRule(world.admin, { name: "Web servers", conditions });
    await requestDiscovery(world.operator, { regions: [HOME] });
    const place = { accountRef, region: HOME };
    await Promise.all([discoverPlace(runtime, place), discoverPlace(runtime, place)]);
    expect(await last()).toMatchObject({
      state: "done",
      places: [{ state: "done", seenCount: 3 }],
    });
    expect(await countDiscovered(world.viewer)).toEqual({
      unprotected: 0,
      protected: 3,
      ignored: 0,
      gone: 0,
    });
    expect((await listInstances(world.viewer)).total).toBe(3);
  });

  it("of a place that answers nonsense says so, and forgets nothing of it", async () => {
    await world.launch();
    await world.discover();
    await world.sim.control.addFault({
      scope: { action: "DescribeInstances", region: HOME },
      effect: { kind: "html" },
    });
    world.runtime.clock.advance(1);
    await world.discover({ regions: [HOME] });
    expect((await last()).places).toMatchObject([{ state: "failed" }]);
    expect(await only()).toMatchObject({ state: "running", status: "unprotected" });
  });

  it("waits where AWS asks for patience, says so, and gives up after a quarter of an hour", async () => {
    const { runtime, sim } = world;
    await sim.control.addFault({
      scope: { action: "DescribeInstances", region: AWAY },
      effect: { kind: "throttle" },
    });
    await requestDiscovery(world.operator, { regions: [AWAY] });
    await world.work();
    const [place] = (await last()).places;
    expect(place).toMatchObject({ state: "waiting", endedAt: null });
    expect(place?.error).toContain("rate limit");
    runtime.clock.advance(16 * MINUTE);
    await world.work();
    expect(await last()).toMatchObject({ state: "failed", places: [{ state: "failed" }] });
  });

  it("needs the permission, and a credential", async () => {
    await expect(requestDiscovery(world.viewer)).rejects.toThrow("does not allow");
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    await expect(requestDiscovery(world.operator)).rejects.toThrow("No credential reaches");
    await expect(
      requestDiscovery(world.operator, { credentialIds: ["crd_unknown"] }),
    ).rejects.toThrow("does not exist");
  });

  it("does not know of accounts that the caller may not see", async () => {
    await world.launch();
    await world.discover();
    const stranger = await limitedTo(world.runtime, { role: "operator", accounts: [] });
    const { accountRef } = world.credential;
    await expect(requestDiscovery(stranger, { accountRefs: [accountRef] })).rejects.toThrow(
      "does not exist",
    );
    expect(await findLastDiscovery(stranger)).toBeNull();
    const { id: runId } = await last();
    expect(await getDiscoveryRun(world.viewer, { runId })).toMatchObject({ state: "done" });
    await expect(getDiscoveryRun(stranger, { runId })).rejects.toThrow("does not exist");
    expect((await listDiscovered(stranger)).items).toEqual([]);
    expect(await countUnprotected(stranger)).toBe(0);
  });
});

describe("by itself", () => {
  it("everything is looked at each six hours, and a new account within a minute", async () => {
    const { runtime } = world;
    const runs = async () => (await runtime.db.read.select().from(discoveryRuns)).length;
    await enqueueDiscoveries(runtime);
    await world.work();
    await enqueueDiscoveries(runtime);
    expect(await runs()).toBe(1);
    await world.addAccount("staging");
    await enqueueDiscoveries(runtime);
    await world.work();
    expect(await runs()).toBe(2);
    expect((await last()).requestedBy).toBeNull();
    runtime.clock.advance(6 * HOUR);
    await enqueueDiscoveries(runtime);
    await world.work();
    expect(await runs()).toBe(3);
    expect((await last()).places).toHaveLength(4);
  });

  it("what no credential reaches any more is forgotten", async () => {
    await world.launch();
    await world.discover();
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    await enqueueDiscoveries(world.runtime);
    expect(await list()).toEqual([]);
  });

  it("a job that comes twice changes nothing", async () => {
    await world.discover();
    const { accountRef } = world.credential;
    await discoverPlace(world.runtime, { accountRef, region: HOME });
    expect(await world.runtime.db.read.select().from(discoveryRuns)).toHaveLength(1);
  });
});
