import { expect, it } from "vitest";
import { createPolicy } from "../../retention/create-policy";
import { AWAY, createDiscoveryWorld, HOME } from "../../testing/discovery-world";
import { createRule } from "./create-rule";
import { getRule } from "./get-rule";
import { updateRule } from "./update-rule";

it("a rule loses the policy that it gives by nobody who may not give one", async () => {
  const world = await createDiscoveryWorld();
  const { id } = await createPolicy(world.admin, { name: "Long", keepDays: 90 });
  const given = { name: "All", conditions: [], retentionPolicyId: id };
  const { id: ruleId } = await createRule(world.admin, given);
  await expect(
    updateRule(world.operator, { ruleId, retentionPolicyId: null }),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await getRule(world.viewer, { ruleId })).toMatchObject({ retentionPolicyId: id });
  const renamed = { ruleId, name: "Every one", retentionPolicyId: id };
  expect(await updateRule(world.operator, renamed)).toMatchObject({ name: "Every one" });
  await world.close();
});

it("a rule that gives a policy takes more only by who may give one", async () => {
  const world = await createDiscoveryWorld();
  const { accountRef } = world.credential;
  const { id } = await createPolicy(world.admin, { name: "Short", keepDays: 2 });
  const dev = { key: "tag", test: "equals", value: "dev" } as const;
  const web = { key: "Role", test: "exists", value: "" } as const;
  const narrow = { conditions: [dev], accountRefs: [accountRef], regions: [HOME] };
  const given = { name: "Dev", ...narrow, retentionPolicyId: id };
  const { id: ruleId } = await createRule(world.admin, given);
  const takesNoMore = {
    code: "forbidden",
    message: "The rule gives a retention policy: an administrator lets it take more.",
  };
  for (const wider of [
    { conditions: [] },
    { conditions: [{ ...dev, value: "prod" }] },
    { accountRefs: null },
    { regions: null },
    { regions: [HOME, AWAY] },
  ]) {
    const call = updateRule(world.operator, { ruleId, ...wider });
    await expect(call).rejects.toMatchObject(takesNoMore);
    expect(await getRule(world.viewer, { ruleId })).toMatchObject(narrow);
  }
  const narrower = { ruleId, conditions: [web, dev], enabled: false };
  expect(await updateRule(world.operator, narrower)).toMatchObject({ enabled: false });
  const call = updateRule(world.operator, { ruleId, enabled: true });
  await expect(call).rejects.toMatchObject(takesNoMore);
  await updateRule(world.admin, { ruleId, conditions: [], enabled: true });
  const { id: plain } = await createRule(world.operator, { name: "Plain", ...narrow });
  const widened = await updateRule(world.operator, { ruleId: plain, conditions: [] });
  expect(widened.conditions).toEqual([]);
  await world.close();
});
