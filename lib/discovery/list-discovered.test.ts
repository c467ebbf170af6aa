import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { auditEntries, discoveredInstances } from "../db/schema";
import { AWAY, createDiscoveryWorld, HOME, type DiscoveryWorld } from "../testing/discovery-world";
import { countDiscovered } from "./count-discovered";
import { countUnprotected } from "./count-unprotected";
import type { DiscoveredDto } from "./dto";
import { ignoreDiscovered } from "./ignore-discovered";
import { listDiscovered } from "./list-discovered";
import { listDiscoveredIds } from "./list-discovered-ids";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const list = async () => (await listDiscovered(world.viewer)).items;
async function only(): Promise<DiscoveredDto> {
  const [one, ...more] = await list();
  if (!one || more.length > 0) throw new Error("One instance is known.");
  return one;
}
async function deny(action: string, region?: string) {
  const { accountId } = world.account;
  return world.sim.control.deny({ accountId, action, ...(region ? { region } : {}) });
}

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

  it("misses none that matches all the while for a selection, however the names change", async () => {
    for (let index = 0; index < 6; index++) await world.launch({ name: `web-${index}` });
    await world.discover();
    const all = (await list()).map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listDiscoveredIds(world.viewer, { limit: 2, cursor, search: "web" });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      // Every one changes its place in the list by name.
      await world.runtime.db.write((tx) =>
        tx.update(discoveredInstances).set({ name: `web-${10 - seen.length}` }),
      );
    } while (cursor !== undefined);
    expect(seen).toHaveLength(6);
    expect(new Set(seen)).toEqual(new Set(all));
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
