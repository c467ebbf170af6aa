import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../clock";
import { deleteCredential } from "../credentials/delete-credential";
import { auditEntries, discoveryPlaces, discoveryRuns, events } from "../db/schema";
import { userContext } from "../testing/contexts";
import { AWAY, createDiscoveryWorld, HOME, type DiscoveryWorld } from "../testing/discovery-world";
import { countDiscovered } from "./count-discovered";
import { countUnprotected } from "./count-unprotected";
import { discoverPlace } from "./discover-place";
import type { DiscoveredDto } from "./dto";
import { enqueueDiscoveries } from "./enqueue-discoveries";
import { ignoreDiscovered } from "./ignore-discovered";
import { listDiscovered } from "./list-discovered";
import { findLastDiscovery } from "./list-discovery-runs";
import { requestDiscovery } from "./request-discovery";

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

  it("tells open pages of each place", async () => {
    await world.discover();
    const told = await world.runtime.db.read
      .select({ entityId: events.entityId })
      .from(events)
      .where(eq(events.type, "discovery.changed"));
    const { accountRef } = world.credential;
    expect(new Set(told.map(({ entityId }) => entityId))).toEqual(
      new Set([`${accountRef}/`, `${accountRef}/${HOME}`, `${accountRef}/${AWAY}`]),
    );
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
    const stranger = userContext(world.runtime, "operator", { accounts: [] });
    const { accountRef } = world.credential;
    await expect(requestDiscovery(stranger, { accountRefs: [accountRef] })).rejects.toThrow(
      "does not exist",
    );
    expect(await findLastDiscovery(stranger)).toBeNull();
    expect((await listDiscovered(stranger)).items).toEqual([]);
    expect(await countUnprotected(stranger)).toBe(0);
  });
});

describe("what the last looks showed", () => {
  it("follows names, tags and states, and forgets what is terminated", async () => {
    const instanceId = await world.launch({ name: "old", tags: { Role: "web" } });
    await world.discover();
    await world.sim.control.updateInstance({ instanceId, name: "<b>new</b>", state: "stopped" });
    world.runtime.clock.advance(1);
    await world.discover();
    expect(await only()).toMatchObject({ name: "<b>new</b>", state: "stopped" });
    expect(await countUnprotected(world.viewer)).toBe(0);
    await world.sim.control.updateInstance({ instanceId, state: "terminated" });
    world.runtime.clock.advance(1);
    await world.discover();
    expect(await only()).toMatchObject({ state: "terminated", status: "gone" });
  });

  it("calls vanished what a whole look does not show, and takes it back when it is shown", async () => {
    const instanceId = await world.launch();
    await world.discover();
    await world.sim.control.removeInstance({ instanceId });
    world.runtime.clock.advance(1);
    await deny("ec2:DescribeInstances", HOME);
    await world.discover();
    expect(await only()).toMatchObject({ state: "running", status: "unprotected" });
    await world.sim.control.allow({});
    world.runtime.clock.advance(1);
    await world.discover();
    expect(await only()).toMatchObject({ state: "vanished", status: "gone" });
    expect(await countUnprotected(world.viewer)).toBe(0);
  });

  it("is found by status, tag, region, state and text", async () => {
    await world.launch({ name: "web-1", tags: { Role: "web", "a=b": "c" } });
    await world.launch({ name: "db-1", tags: { Role: "db" }, region: AWAY, state: "stopped" });
    await world.discover();
    const names = async (input: Parameters<typeof listDiscovered>[1]) =>
      (await listDiscovered(world.viewer, input)).items.map(({ name }) => name);
    expect(await names({ tag: "Role" })).toEqual(["db-1", "web-1"]);
    expect(await names({ tag: "Role=web" })).toEqual(["web-1"]);
    expect(await names({ tag: "a=b" })).toEqual(["web-1"]);
    expect(await names({ tag: "a=b=c" })).toEqual([]);
    expect(await names({ region: AWAY })).toEqual(["db-1"]);
    expect(await names({ state: "stopped" })).toEqual(["db-1"]);
    expect(await names({ search: "EB-" })).toEqual(["web-1"]);
    expect(await names({ account: world.account.accountId, status: "unprotected" })).toHaveLength(
      2,
    );
    expect(await names({ status: "protected" })).toEqual([]);
  });

  it("does not count what a person wants left unprotected, and counts it again", async () => {
    await world.launch();
    await world.discover();
    const { id } = await only();
    const mark = (ignored: boolean) =>
      ignoreDiscovered(world.operator, { discoveredIds: [id, "dis_unknown"], ignored });
    expect(await mark(true)).toMatchObject({ done: 1, refused: 1 });
    expect(await mark(true)).toMatchObject({
      done: 1,
      items: [{ text: "Nothing had to be changed." }, {}],
    });
    expect(await only()).toMatchObject({ status: "ignored", ignored: { by: "test-operator" } });
    expect(await countUnprotected(world.viewer)).toBe(0);
    await world.discover();
    expect(await countDiscovered(world.viewer)).toMatchObject({ ignored: 1, unprotected: 0 });
    await mark(false);
    expect(await countUnprotected(world.viewer)).toBe(1);
    const actions = await world.runtime.db.read
      .select({ action: auditEntries.action })
      .from(auditEntries)
      .where(eq(auditEntries.targetId, id));
    expect(actions.map(({ action }) => action)).toEqual(["discovery.ignore", "discovery.unignore"]);
    await expect(
      ignoreDiscovered(world.viewer, { discoveredIds: [id], ignored: true }),
    ).rejects.toThrow("does not allow");
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
    await world.addAccount("staging");
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    world.runtime.clock.advance(6 * HOUR);
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
