import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listOpenAlerts } from "../../alerts/list-open-alerts";
import { events, schedules } from "../../db/schema";
import { createSchedule } from "../../schedules/create-schedule";
import { userContext } from "../../testing/contexts";
import { createDiscoveryWorld, type DiscoveryWorld } from "../../testing/discovery-world";
import { findLastDiscovery } from "../list-discovery-runs";
import { createRule } from "./create-rule";
import { getRule } from "./get-rule";
import { listRules } from "./list-rules";
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
const launchWeb = (name: string) => world.launch({ name, tags: { Role: "web" } });
async function look(): Promise<void> {
  world.runtime.clock.advance(1_000);
  await world.discover();
}

describe("a rule", () => {
  it("for every account counts for each only what is in their accounts", async () => {
    const second = await world.addAccount("staging");
    await launchWeb("web-1");
    for (const name of ["web-2", "web-3"]) {
      await world.launch({ name, tags: { Role: "web" }, accountId: second.accountId });
    }
    await look();
    const { id: ruleId } = await web();
    await world.work();
    const asOperator = (accounts: string[]) => userContext(world.runtime, "operator", { accounts });
    const own = { matchCount: 2, fellFrom: null, protectedCount: null };
    expect(await getRule(asOperator([second.accountRef]), { ruleId })).toMatchObject(own);
    expect((await listRules(asOperator([]))).items).toMatchObject([{ matchCount: 0 }]);
    expect(await getRule(world.viewer, { ruleId })).toMatchObject({
      matchCount: 3,
      protectedCount: 3,
    });
  });

  it("that moves to other accounts is told to who saw it and to who sees it now", async () => {
    const second = await world.addAccount("staging");
    const { accountRef } = world.credential;
    const { id: ruleId } = await web({ accountRefs: [accountRef] });
    await updateRule(world.admin, { ruleId, accountRefs: [accountRef, second.accountRef] });
    const told = await world.runtime.db.read
      .select()
      .from(events)
      .where(eq(events.type, "rule.changed"));
    expect(told.map(({ accountRefs }) => accountRefs)).toEqual([
      [accountRef],
      [accountRef, second.accountRef],
      [accountRef],
    ]);
  });

  it("for some accounts is not named by the look that it asks for, which each of them sees", async () => {
    const second = await world.addAccount("staging");
    await launchWeb("web-1");
    await world.launch({ name: "db-1", tags: { Role: "db" } });
    await look();
    const { accountRef } = world.credential;
    const one = userContext(world.runtime, "viewer", { accounts: [accountRef] });
    world.runtime.clock.advance(1_000);
    await web({ name: "Of one", accountRefs: [accountRef] });
    expect(await findLastDiscovery(one)).toMatchObject({ requestedBy: "the rule Of one" });
    world.runtime.clock.advance(1_000);
    const both = [accountRef, second.accountRef];
    const conditions = [{ ...WEB, value: "db" }];
    await web({ name: "Of both", accountRefs: both, conditions });
    expect(await findLastDiscovery(one)).toMatchObject({ requestedBy: "a rule for some accounts" });
  });

  it("in one account is told of a fall with its numbers", async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) ids.push(await launchWeb(`web-${number}`));
    await look();
    await web({ accountRefs: [world.credential.accountRef] });
    await world.work();
    await world.sim.control.retag({ resourceId: ids[0] ?? "", tags: { Role: null } });
    await look();
    expect(await listOpenAlerts(world.admin, { limit: 50 })).toMatchObject([
      { message: "The rule “Web servers” matched 5 instances, and now 4." },
    ]);
  });

  it("for some accounts is named in no alert, which those of other accounts read too", async () => {
    const second = await world.addAccount("staging");
    const { id: scheduleId } = await createSchedule(world.admin, {
      name: "Night",
      schedule: "0 3 * * *",
    });
    const resourceId = await launchWeb("web-1");
    await look();
    const accountRefs = [world.credential.accountRef, second.accountRef];
    await web({ accountRefs, schedules: [{ scheduleId }] });
    await world.runtime.db.write((tx) =>
      tx.update(schedules).set({ deletedAt: 1 }).where(eq(schedules.id, scheduleId)),
    );
    await look();
    await world.sim.control.retag({ resourceId, tags: { Role: null } });
    await look();
    const reader = userContext(world.runtime, "viewer", { accounts: ["acc_other"] });
    const told = await listOpenAlerts(reader, { limit: 50 });
    expect(told.map(({ kind }) => kind).toSorted()).toEqual(["rules.failing", "rules.fell"]);
    for (const { message, link } of told) {
      expect(message).toMatch(/^.*a rule for some accounts/i);
      expect(link).toBe("/instances/rules");
    }
    expect(JSON.stringify(told)).not.toMatch(/Web servers|does not exist/);
  });
});
