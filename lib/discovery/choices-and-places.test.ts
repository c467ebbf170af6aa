import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REGIONS } from "#simulator/core/regions";
import { engineContext } from "../backups/engine-context";
import { HOUR, MINUTE } from "../clock";
import { addCredential } from "../credentials/add-credential";
import { deleteCredential } from "../credentials/delete-credential";
import { discoveryRuns, instances } from "../db/schema";
import { keysOf } from "../testing/account-world";
import { AWAY, createDiscoveryWorld, HOME, type DiscoveryWorld } from "../testing/discovery-world";
import { countDiscovered } from "./count-discovered";
import { discoverPlace } from "./discover-place";
import { enqueueDiscoveries } from "./enqueue-discoveries";
import { ignoreDiscovered } from "./ignore-discovered";
import { listDiscovered } from "./list-discovered";
import { findLastDiscovery } from "./list-discovery-runs";
import { requestDiscovery } from "./request-discovery";
import { applyRules } from "./rules/apply-rules";
import { createRule } from "./rules/create-rule";
import { listRules } from "./rules/list-rules";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const list = async () => (await listDiscovered(world.viewer)).items;
const everything = () => createRule(world.admin, { name: "Everything", conditions: [] });
const protectedRows = () => world.runtime.db.read.select().from(instances);

/** These regions are enabled for the account, and no others. */
function enable(...regions: string[]) {
  const statuses = [...REGIONS.keys()].map((region) => {
    return [region, regions.includes(region) ? "opted-in" : "not-opted-in"] as const;
  });
  const { accountId } = world.account;
  return world.sim.control.updateAccount({ accountId, regions: Object.fromEntries(statuses) });
}

describe("what a person left unprotected", () => {
  it("stays so when the account's only credential was exchanged for another", async () => {
    await world.launch();
    await world.discover();
    const [one] = await list();
    await ignoreDiscovered(world.operator, { discoveredIds: [one?.id ?? ""], ignored: true });
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    await enqueueDiscoveries(world.runtime);
    await addCredential(world.admin, { name: "New keys", region: HOME, ...keysOf(world.key) });
    await everything();
    await world.discover();
    expect(await list()).toMatchObject([{ status: "ignored", ignored: { by: "test-operator" } }]);
    expect(await protectedRows()).toEqual([]);
  });

  it("stays so when its region was out of sight for more than a week", async () => {
    await world.launch({ region: AWAY });
    await world.discover();
    const [one] = await list();
    await ignoreDiscovered(world.operator, { discoveredIds: [one?.id ?? ""], ignored: true });
    await enable(HOME);
    for (let day = 0; day < 9; day += 1) {
      world.runtime.clock.advance(24 * HOUR);
      await enqueueDiscoveries(world.runtime);
      await world.work();
    }
    await enable(HOME, AWAY);
    await everything();
    await world.discover();
    expect(await list()).toMatchObject([{ status: "ignored" }]);
    expect(await protectedRows()).toEqual([]);
  });
});

describe("a region that was disabled", () => {
  it("shows nothing any more: what ran there is gone, and rules count it no more", async () => {
    await world.launch({ region: AWAY });
    await world.launch();
    await world.discover();
    await everything();
    await world.work();
    expect(await listRules(world.viewer)).toMatchObject({ items: [{ matchCount: 2 }] });
    await enable(HOME);
    world.runtime.clock.advance(1_000);
    await world.discover();
    expect((await list()).find(({ region }) => region === AWAY)).toMatchObject({
      state: "vanished",
    });
    expect(await listRules(world.viewer)).toMatchObject({
      items: [{ matchCount: 1, fellFrom: 2 }],
    });
    expect((await findLastDiscovery(world.viewer))?.state).toBe("done");
    world.runtime.clock.advance(1_000);
    await world.discover();
    expect((await findLastDiscovery(world.viewer))?.places).toHaveLength(1);
  });

  it("is not where the account is asked for its regions, though something is protected there", async () => {
    const disabled = "ap-east-1";
    await enable(disabled, HOME);
    await world.launch({ region: disabled });
    await world.discover();
    await everything();
    await world.work();
    expect(await protectedRows()).toMatchObject([{ region: disabled }]);
    await enable(HOME);
    world.runtime.clock.advance(1_000);
    await world.discover();
    expect(await findLastDiscovery(world.viewer)).toMatchObject({
      state: "done",
      places: [
        { region: disabled, state: "done", seenCount: 0 },
        { region: HOME, state: "done" },
      ],
    });
  });
});

describe("a look", () => {
  it("takes nothing for gone that it has seen, however the clock jumped in between", async () => {
    const { runtime } = world;
    for (let n = 0; n < 3; n += 1) await world.launch({ name: `web-${n}` });
    const { clock } = runtime;
    const { now } = clock;
    const place = { accountRef: world.credential.accountRef, region: HOME };
    for (let jumpsAfter = 0; jumpsAfter < 12; jumpsAfter += 1) {
      clock.advance(1_000);
      await requestDiscovery(world.operator, { regions: [HOME] });
      let readings = 0;
      clock.now = () => now() - (readings++ > jumpsAfter ? HOUR : 0);
      await discoverPlace(runtime, place);
      clock.now = now;
      expect(await countDiscovered(world.viewer)).toMatchObject({ unprotected: 3, gone: 0 });
    }
  });

  it("at a new account does not put off the next one at the others", async () => {
    const { runtime } = world;
    await enqueueDiscoveries(runtime);
    await world.work();
    runtime.clock.advance(5 * HOUR);
    await world.addAccount("staging");
    await enqueueDiscoveries(runtime);
    await world.work();
    runtime.clock.advance(HOUR + MINUTE);
    await enqueueDiscoveries(runtime);
    await world.work();
    const runs = await runtime.db.read.select().from(discoveryRuns);
    expect(runs).toHaveLength(3);
    const { accountId } = world.account;
    expect((await findLastDiscovery(world.viewer))?.places).toMatchObject([
      { accountId },
      { accountId },
    ]);
  });
});

it("a rule protects with a credential that is there, also when the one of the look has gone", async () => {
  const { runtime } = world;
  await world.launch();
  await world.discover();
  await everything();
  const { accountRef, id } = world.credential;
  const second = await addCredential(world.admin, {
    name: "Second",
    region: HOME,
    ...keysOf(world.key),
  });
  await deleteCredential(world.admin, { credentialId: id });
  const ctx = engineContext(runtime, "discovery");
  expect(await applyRules(ctx, { accountRef, region: HOME })).toBe(1);
  expect(await protectedRows()).toMatchObject([{ credentialId: second.id }]);
});
