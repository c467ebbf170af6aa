import { expect, it } from "vitest";
import { createPolicy } from "../../retention/create-policy";
import { createDiscoveryWorld } from "../../testing/discovery-world";
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
