import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acknowledgeAlert } from "../../alerts/acknowledge-alert";
import { listOpenAlerts } from "../../alerts/list-open-alerts";
import { auditEntries, events, instances, schedules } from "../../db/schema";
import { deleteCredential } from "../../credentials/delete-credential";
import { listInstances } from "../../instances/list-instances";
import { removeInstance } from "../../instances/remove-instance";
import { createPolicy } from "../../retention/create-policy";
import { deletePolicy } from "../../retention/delete-policy";
import { createSchedule } from "../../schedules/create-schedule";
import { deleteSchedule } from "../../schedules/delete-schedule";
import { limitedTo } from "../../testing/people";
import {
  AWAY,
  createDiscoveryWorld,
  HOME,
  type DiscoveryWorld,
} from "../../testing/discovery-world";
import { enqueueDiscoveries } from "../enqueue-discoveries";
import { ignoreDiscovered } from "../ignore-discovered";
import { listDiscovered } from "../list-discovered";
import { createRule } from "./create-rule";
import { deleteRule } from "./delete-rule";
import { getRule } from "./get-rule";
import { listRules } from "./list-rules";
import { previewRule } from "./preview-rule";
import type { CreateRuleInput } from "./schemas";
import { updateRule } from "./update-rule";

let world: DiscoveryWorld;
beforeEach(async () => {
  world = await createDiscoveryWorld();
});
afterEach(() => world.close());

const WEB = { key: "Role", test: "equals", value: "web" } as const;
const web = (over: Partial<CreateRuleInput> = {}) =>
  createRule(world.admin, { name: "Web servers", conditions: [WEB], ...over });
const names = async () => (await listInstances(world.viewer)).items.map(({ name }) => name);
const launchWeb = (name: string) => world.launch({ name, tags: { Role: "web" } });
const open = async () =>
  (await listOpenAlerts(world.admin, { limit: 50 })).filter(({ kind }) =>
    kind.startsWith("rules."),
  );
/** The clock goes on, and everything is looked at. */
async function look(): Promise<void> {
  world.runtime.clock.advance(1_000);
  await world.discover();
}

describe("a rule", () => {
  it("protects what appears later and matches, once, and says who did", async () => {
    const policy = await createPolicy(world.admin, { name: "Long", keepDays: 90 });
    const rule = await web({ schedules: ["30 1 * * *"], retentionPolicyId: policy.id });
    await launchWeb("web-1");
    await world.launch({ name: "db-1", tags: { Role: "db" } });
    await look();
    await look();
    const { items } = await listInstances(world.viewer);
    expect(items).toMatchObject([
      { name: "web-1", retentionPolicyId: policy.id, schedules: [{ cron: "30 1 * * *" }] },
    ]);
    const { read } = world.runtime.db;
    const id = items[0]?.id ?? "";
    const audits = await read.select().from(auditEntries).where(eq(auditEntries.targetId, id));
    expect(audits).toMatchObject([
      {
        action: "instance.add",
        actorType: "system",
        actorName: "rule Web servers",
        after: { rule: { id: rule.id } },
      },
    ]);
    const told = await read.select().from(events).where(eq(events.entityId, id));
    expect(told).toMatchObject([{ type: "instance.changed" }]);
    expect(await getRule(world.viewer, { ruleId: rule.id })).toMatchObject({
      matchCount: 1,
      protectedCount: 1,
      error: null,
    });
  });

  it("protects what matches already by looking at it at once", async () => {
    await launchWeb("web-1");
    await world.discover();
    await web();
    await world.work();
    expect(await names()).toEqual(["web-1"]);
  });

  it("reads tags as AWS has them: case counts, all conditions hold, some are absent", async () => {
    await world.launch({ name: "a", tags: { Role: "web-eu", Env: "prod" } });
    await world.launch({ name: "b", tags: { Role: "Web-eu", Env: "prod" } });
    await world.launch({ name: "c", tags: { Role: "web-us", Env: "prod", Skip: "" } });
    await world.launch({ name: "d", tags: { role: "web-us", Env: "prod" } });
    await world.discover();
    const matching = async (conditions: CreateRuleInput["conditions"]) => {
      const { items, matches } = await previewRule(world.viewer, { conditions });
      expect(items).toHaveLength(matches);
      return items.map(({ name }) => name).toSorted();
    };
    const prefix = { key: "Role", test: "prefix", value: "web" } as const;
    expect(await matching([prefix])).toEqual(["a", "c"]);
    expect(await matching([prefix, { key: "Skip", test: "absent" }])).toEqual(["a"]);
    expect(await matching([{ key: "Skip", test: "exists" }])).toEqual(["c"]);
    expect(await matching([{ key: "Skip", test: "equals", value: "" }])).toEqual(["c"]);
    expect(await matching([{ key: "Role", test: "equals", value: "%" }])).toEqual([]);
    expect(await matching([])).toEqual(["a", "b", "c", "d"]);
  });

  it("never undoes what a person removed or left unprotected", async () => {
    await launchWeb("web-1");
    await launchWeb("web-2");
    await world.discover();
    const { items } = await listDiscovered(world.admin, { search: "web-2" });
    const ids = items.map(({ id }) => id);
    await ignoreDiscovered(world.operator, { discoveredIds: ids, ignored: true });
    await web();
    await world.work();
    const [first] = (await listInstances(world.viewer)).items;
    await removeInstance(world.admin, { instanceId: first?.id ?? "" });
    await look();
    expect(await names()).toEqual([]);
    expect(await previewRule(world.viewer, { conditions: [WEB] })).toMatchObject({
      matches: 2,
      toProtect: 0,
      protected: 0,
      leftAlone: 2,
    });
  });

  it("keeps to its accounts and regions, and does nothing while it is switched off", async () => {
    await launchWeb("web-1");
    await world.launch({ name: "web-2", tags: { Role: "web" }, region: AWAY });
    const rule = await web({ regions: [AWAY], enabled: false });
    await look();
    expect(await names()).toEqual([]);
    await updateRule(world.admin, { ruleId: rule.id, enabled: true });
    await world.work();
    expect(await names()).toEqual(["web-2"]);
  });

  it("that two of fit protects by the older one", async () => {
    await web({ name: "First", schedules: ["0 1 * * *"] });
    world.runtime.clock.advance(1);
    await web({ name: "Second", schedules: ["0 5 * * *"] });
    await launchWeb("web-1");
    await look();
    const { items } = await listInstances(world.viewer);
    expect(items).toMatchObject([{ schedules: [{ cron: "0 1 * * *" }] }]);
  });

  it("is written by who may, with an audit, and its name is its own", async () => {
    const rule = await web();
    await expect(web({ name: "WEB servers" })).rejects.toThrow("of this name");
    await expect(createRule(world.viewer, { name: "x", conditions: [WEB] })).rejects.toThrow(
      "not allow",
    );
    const some = await limitedTo(world.runtime, { role: "operator", accounts: ["acc_other"] });
    await expect(createRule(some, { name: "x", conditions: [] })).rejects.toThrow("every account");
    await expect(deleteRule(some, { ruleId: rule.id })).rejects.toThrow("every account");
    await expect(getRule(world.viewer, { ruleId: "rul_unknown" })).rejects.toThrow("not exist");
    await updateRule(world.operator, { ruleId: rule.id, name: "Servers" });
    await deleteRule(world.operator, { ruleId: rule.id });
    expect((await listRules(world.viewer)).items).toEqual([]);
    const audits = await world.runtime.db.read
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.targetId, rule.id));
    expect(audits.map(({ action }) => action)).toEqual([
      "rule.create",
      "rule.update",
      "rule.delete",
    ]);
  });

  it("for one account is none for who sees another", async () => {
    const { accountRef } = world.credential;
    const rule = await web({ accountRefs: [accountRef] });
    const some = await limitedTo(world.runtime, { role: "operator", accounts: ["acc_other"] });
    await expect(getRule(some, { ruleId: rule.id })).rejects.toThrow("not exist");
    expect((await listRules(some)).items).toEqual([]);
    await expect(web({ name: "x", schedules: [{ scheduleId: "sch_no" }] })).rejects.toThrow(
      "not exist",
    );
    await expect(web({ name: "x", retentionPolicyId: "pol_no" })).rejects.toThrow("not exist");
  });

  it("keeps the schedule and the policy that it gives from being deleted", async () => {
    const { id: scheduleId } = await createSchedule(world.admin, {
      name: "Night",
      schedule: "0 3 * * *",
    });
    const { id: policyId } = await createPolicy(world.admin, { name: "Long", keepDays: 90 });
    const rule = await web({ schedules: [{ scheduleId }], retentionPolicyId: policyId });
    await expect(deleteSchedule(world.admin, { scheduleId })).rejects.toThrow("“Web servers”");
    await expect(deletePolicy(world.admin, { policyId })).rejects.toThrow("“Web servers”");
    await deleteRule(world.admin, { ruleId: rule.id });
    await deleteSchedule(world.admin, { scheduleId });
    await deletePolicy(world.admin, { policyId });
  });

  it("whose schedule went alerts, and the alert closes when it protects again", async () => {
    const { id } = await createSchedule(world.admin, { name: "Night", schedule: "0 3 * * *" });
    const rule = await web({ schedules: [{ scheduleId: id }] });
    // As an older version left it: today a rule's schedule cannot be deleted.
    const setDeleted = (deletedAt: number | null) =>
      world.runtime.db.write((tx) =>
        tx.update(schedules).set({ deletedAt }).where(eq(schedules.id, id)),
      );
    await setDeleted(1);
    await launchWeb("web-1");
    await look();
    expect(await world.runtime.db.read.select().from(instances)).toEqual([]);
    expect(await open()).toMatchObject([
      { kind: "rules.failing", link: `/instances/rules/${rule.id}` },
    ]);
    await setDeleted(null);
    await look();
    expect(await names()).toEqual(["web-1"]);
    expect(await open()).toEqual([]);
  });
});

describe("a fall of a rule's matches", () => {
  async function five(): Promise<{ ruleId: string; ids: string[] }> {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push(await launchWeb(`web-${number}`));
    await look();
    const { id: ruleId } = await web();
    await world.work();
    expect(await getRule(world.viewer, { ruleId })).toMatchObject({ matchCount: 5 });
    return { ruleId, ids };
  }
  const untag = (resourceId: string) =>
    world.sim.control.retag({ resourceId, tags: { Role: null } });
  const retag = (resourceId: string) =>
    world.sim.control.retag({ resourceId, tags: { Role: "web" } });

  it("by a fifth alerts, and recovers by itself", async () => {
    const { ruleId, ids } = await five();
    await untag(ids[0] ?? "");
    await look();
    expect(await open()).toMatchObject([
      {
        kind: "rules.fell",
        message:
          "Of the instances that the rule “Web servers” matched there are fewer than before by a fifth or more.",
      },
    ]);
    expect(await getRule(world.viewer, { ruleId })).toMatchObject({ matchCount: 4, fellFrom: 5 });
    await look();
    expect(await open()).toHaveLength(1);
    await retag(ids[0] ?? "");
    await look();
    expect(await open()).toEqual([]);
    expect(await getRule(world.viewer, { ruleId })).toMatchObject({ fellFrom: null });
  });

  it("to none alerts", async () => {
    const { ids } = await five();
    for (const id of ids)
      await world.sim.control.updateInstance({ instanceId: id, state: "terminated" });
    await look();
    expect(await open()).toMatchObject([{ title: "A rule matches no instance any more" }]);
  });

  it("is none where a place could not be read, or its account was given up", async () => {
    await five();
    const { accountId } = world.account;
    await world.sim.control.deny({ accountId, action: "ec2:DescribeInstances" });
    await look();
    expect(await open()).toEqual([]);
    await world.addAccount("staging");
    for (const { id } of (await listInstances(world.viewer)).items) {
      await removeInstance(world.admin, { instanceId: id });
    }
    await deleteCredential(world.admin, { credentialId: world.credential.id });
    await look();
    expect(await open()).toEqual([]);
  });

  it("that a person acknowledges is the new measure, and closes", async () => {
    const { ruleId, ids } = await five();
    for (const id of ids.slice(0, 2)) await untag(id);
    await look();
    const [alert] = await open();
    await acknowledgeAlert(world.operator, { alertId: alert?.id ?? "" });
    await enqueueDiscoveries(world.runtime);
    expect(await open()).toEqual([]);
    expect(await getRule(world.viewer, { ruleId })).toMatchObject({
      matchCount: 3,
      fellFrom: null,
    });
    await look();
    expect(await open()).toEqual([]);
  });

  it("ends when the rule is edited or deleted", async () => {
    const { ruleId, ids } = await five();
    await untag(ids[0] ?? "");
    await look();
    await updateRule(world.admin, { ruleId, name: "Others" });
    expect(await open()).toEqual([]);
    await untag(ids[1] ?? "");
    await look();
    expect(await open()).toHaveLength(1);
    await deleteRule(world.admin, { ruleId });
    expect(await open()).toEqual([]);
  });
});

it("an instance in another region than the rule's is left to others", async () => {
  await web({ regions: [HOME] });
  await world.launch({ name: "far", region: AWAY, tags: { Role: "web" } });
  await look();
  expect(await names()).toEqual([]);
});
