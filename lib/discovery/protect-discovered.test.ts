import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BulkItemDto } from "../bulk";
import { deleteCredential } from "../credentials/delete-credential";
import { auditEntries, events, instances, users } from "../db/schema";
import { getInstance } from "../instances/get-instance";
import { removeInstance } from "../instances/remove-instance";
import { createPolicy } from "../retention/create-policy";
import type { Runtime } from "../runtime";
import { limitedTo } from "../testing/people";
import { AWAY, createDiscoveryWorld, type DiscoveryWorld } from "../testing/discovery-world";
import { countUnprotected } from "./count-unprotected";
import { ignoreDiscovered } from "./ignore-discovered";
import { listDiscovered } from "./list-discovered";
import { protectDiscovered } from "./protect-discovered";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const idsOf = async () =>
  (await listDiscovered(world.operator, { status: "unprotected" })).items.map(({ id }) => id);

async function calls(since: number): Promise<string[]> {
  const { items } = await world.sim.control.calls({ afterSeq: since });
  return items.map(({ action }) => action);
}

function protectedBy(item: BulkItemDto | undefined): string {
  return (item?.ok ? item.link : null)?.replace("/instances/", "") ?? "";
}

describe("protecting many", () => {
  it("asks AWS once for all of a place, and protects each with schedule and audit", async () => {
    for (let number = 0; number < 12; number++) await world.launch({ name: `web-${number}` });
    await world.discover();
    const discoveredIds = await idsOf();
    const { lastSeq } = await world.sim.control.calls({});
    const outcome = await protectDiscovered(world.operator, {
      discoveredIds,
      schedules: ["daily"],
    });
    expect(outcome).toMatchObject({ done: 12, refused: 0 });
    expect((await calls(lastSeq)).toSorted()).toEqual([
      "CreateImage",
      "DescribeInstances",
      "DescribeVolumes",
    ]);
    const [first] = outcome.items;
    const protectedId = protectedBy(first);
    expect(await getInstance(world.viewer, { instanceId: protectedId })).toMatchObject({
      name: "web-0",
      volumeGiB: 8,
      schedules: [{ cron: "0 2 * * *" }],
      credentialId: world.credential.id,
    });
    const { read } = world.runtime.db;
    const audits = await read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.targetId, protectedId));
    expect(audits).toMatchObject([{ action: "instance.add", actorName: "test-operator" }]);
    const told = await read.select().from(events).where(eq(events.entityId, protectedId));
    expect(told).toMatchObject([{ type: "instance.changed" }]);
    expect(await countUnprotected(world.viewer)).toBe(0);
    expect((await listDiscovered(world.viewer, { status: "protected" })).total).toBe(12);
    expect((await world.sim.control.images({ live: true })).items).toEqual([]);
  });

  it("said again changes nothing", async () => {
    await world.launch();
    await world.discover();
    const discoveredIds = await idsOf();
    const input = { discoveredIds };
    const [first] = (await protectDiscovered(world.operator, input)).items;
    const again = await protectDiscovered(world.operator, input);
    expect(again).toMatchObject({
      done: 1,
      items: [
        { ok: true, text: "It was protected already.", link: `/instances/${protectedBy(first)}` },
      ],
    });
    expect(await world.runtime.db.read.select().from(instances)).toHaveLength(1);
  });

  it("tells of each that cannot be, and protects the others", async () => {
    const gone = await world.launch({ name: "gone" });
    const ended = await world.launch({ name: "ended" });
    await world.launch({ name: "good" });
    await world.launch({ name: "denied", region: AWAY });
    await world.discover();
    await world.sim.control.removeInstance({ instanceId: gone });
    await world.sim.control.updateInstance({ instanceId: ended, state: "terminated" });
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, region: AWAY, action: "ec2:CreateImage" });
    const listed = (await listDiscovered(world.viewer, { status: "unprotected" })).items;
    const { items, ...sums } = await protectDiscovered(world.operator, {
      discoveredIds: [...listed.map(({ id }) => id), "dis_unknown"],
    });
    expect(sums).toEqual({ done: 1, refused: 4 });
    const of = (name: string) => {
      const id = listed.find((one) => one.name === name)?.id ?? "dis_unknown";
      return items.find((item) => item.id === id);
    };
    expect(of("good")).toMatchObject({ ok: true, text: null });
    expect(of("gone")).toMatchObject({ error: { message: expect.stringContaining("no longer") } });
    expect(of("ended")).toMatchObject({
      error: { message: expect.stringContaining("terminated") },
    });
    expect(of("denied")).toMatchObject({
      error: {
        message: "The credential may not do ec2:CreateImage.",
        suggestion: expect.stringContaining('"ec2:CreateImage"'),
      },
    });
    expect(of("")).toMatchObject({ error: { code: "not_found" } });
  });

  it("tells of each that its credential went in between", async () => {
    for (let n = 0; n < 3; n += 1) await world.launch({ name: `web-${n}` });
    await world.launch({ name: "far", region: AWAY });
    await world.discover();
    const { lastSeq } = await world.sim.control.calls({});
    await world.sim.control.addFault({
      scope: { action: "DescribeVolumes", region: AWAY },
      effect: { kind: "delay", ms: 400 },
    });
    const asked = protectDiscovered(world.operator, { discoveredIds: await idsOf() });
    const isAsked = async () => {
      const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
      return items.some(({ action }) => action === "DescribeVolumes");
    };
    await expect.poll(isAsked).toBe(true);
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    const report = await asked;
    expect(report).toMatchObject({ done: 0, refused: 4 });
    expect(report.items[0]).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it.each([
    [{ active: false }, "unauthorized"],
    [{ role: "viewer" }, "forbidden"],
  ] as const)(
    "tells what came before its caller's end, and what came after: %j",
    async (set, code) => {
      for (let n = 0; n < 22; n += 1) await world.launch({ name: `web-${n}` });
      await world.discover();
      const { runtime, operator } = world;
      let writes = 0;
      const write: Runtime["db"]["write"] = async (work) => {
        if (++writes === 2) await runtime.db.write((tx) => tx.update(users).set(set));
        return runtime.db.write(work);
      };
      const db: Runtime["db"] = Object.create(runtime.db, { write: { value: write } });
      const ctx = { ...operator, runtime: { ...runtime, db } };
      const report = await protectDiscovered(ctx, { discoveredIds: await idsOf() });
      expect(report).toMatchObject({ done: 20, refused: 2 });
      const refused = report.items.filter((item) => !item.ok);
      expect(refused).toMatchObject([{ error: { code } }, { error: { code } }]);
      const rows = await runtime.db.read.select().from(instances);
      const links = report.items.map(protectedBy).filter((id) => id !== "");
      expect(rows.map(({ id }) => id).toSorted()).toEqual(links.toSorted());
    },
  );

  it("brings one that was removed back with its record, and one that was left alone too", async () => {
    await world.launch();
    await world.discover();
    const discoveredIds = await idsOf();
    const [first] = (await protectDiscovered(world.operator, { discoveredIds })).items;
    const instanceId = protectedBy(first);
    await removeInstance(world.admin, { instanceId });
    await ignoreDiscovered(world.operator, { discoveredIds, ignored: true });
    const [again] = (await protectDiscovered(world.operator, { discoveredIds })).items;
    expect(again).toMatchObject({ ok: true, link: `/instances/${instanceId}` });
    await removeInstance(world.admin, { instanceId });
    const [listed] = (await listDiscovered(world.viewer)).items;
    expect(listed).toMatchObject({ status: "unprotected", wasRemoved: true });
  });

  it("gives the policy that is chosen, to who may give it", async () => {
    await world.launch();
    await world.discover();
    const policy = await createPolicy(world.admin, { name: "Long", keepDays: 90 });
    const input = { discoveredIds: await idsOf(), retentionPolicyId: policy.id };
    await expect(protectDiscovered(world.operator, input)).rejects.toThrow("does not allow");
    const [item] = (await protectDiscovered(world.admin, input)).items;
    const instance = await getInstance(world.viewer, { instanceId: protectedBy(item) });
    expect(instance.retentionPolicyId).toBe(policy.id);
  });

  it("with a schedule that does not exist protects none of them", async () => {
    await world.launch();
    await world.discover();
    const input = { discoveredIds: await idsOf(), schedules: [{ scheduleId: "sch_unknown" }] };
    await expect(protectDiscovered(world.operator, input)).rejects.toThrow("does not exist");
    expect(await world.runtime.db.read.select().from(instances)).toEqual([]);
  });

  it("needs the permission, at most 200 at once, and sees no other account", async () => {
    await world.launch();
    await world.discover();
    const discoveredIds = await idsOf();
    await expect(protectDiscovered(world.viewer, { discoveredIds })).rejects.toThrow("not allow");
    const many = { discoveredIds: Array.from({ length: 201 }, (_, n) => `dis_${n}`) };
    await expect(protectDiscovered(world.operator, many)).rejects.toThrow("at most 200");
    const stranger = await limitedTo(world.runtime, { role: "operator", accounts: ["acc_other"] });
    expect(await protectDiscovered(stranger, { discoveredIds })).toMatchObject({
      refused: 1,
      items: [{ error: { code: "not_found" } }],
    });
  });
});
