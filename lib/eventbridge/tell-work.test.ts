import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../clock";
import { auditEntries } from "../db/schema";
import { createEventbridgeWorld, type EventbridgeWorld } from "../testing/eventbridge-world";

let world: EventbridgeWorld;
beforeEach(async () => {
  world = await createEventbridgeWorld();
});
afterEach(() => world.close());

async function told(action: string) {
  const rows = await world.runtime.db.read.select().from(auditEntries);
  return rows
    .filter((row) => row.action === `eventbridge.${action}`)
    .map((row) => ({
      ...row,
      kind: (row.after ?? row.before)?.["kind"],
      sent: (row.awsRequestIds ?? []).map((one) => one.split(" ")[0] ?? ""),
    }));
}
const changing = (sent: readonly string[]) =>
  sent.filter((action) => !/^(Get|List|Describe)/.test(action));

it("what is made in AWS and taken away again is told, each with its own requests alone", async () => {
  await world.choose(world.fleet[0], "eventbridge");
  await world.settle();
  const kinds = (await world.objects()).map(({ kind }) => kind);
  const made = await told("put");
  expect(made.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
  const role = made.find(({ kind }) => kind === "function_role");
  expect(role).toMatchObject({ actorType: "system", targetType: "eventbridge_place" });
  expect(changing(role?.sent ?? [])).toEqual(["CreateRole", "PutRolePolicy"]);
  expect(role?.awsRequestIds).toContainEqual(expect.stringMatching(/^CreateRole \S+$/));
  expect(role?.after).toMatchObject({
    policy: expect.any(Object),
    trustPolicy: expect.any(Object),
  });
  const rule = made.find(({ kind }) => kind === "rule");
  expect(rule?.after).toMatchObject({ instanceRef: world.fleet[0]?.id });

  await world.choose(world.fleet[0], "local");
  await world.settle();
  const gone = await told("remove");
  expect(gone.map(({ kind }) => kind).toSorted()).toEqual(kinds.toSorted());
  const lost = gone.find(({ kind }) => kind === "function_role");
  expect(changing(lost?.sent ?? [])).toEqual(["DeleteRolePolicy", "DeleteRole"]);
  expect(lost).toMatchObject({ after: null, before: { policy: role?.after?.["policy"] } });
  expect(await told("put")).toHaveLength(made.length);
});

it("what took effect before a refusal is told, once however often it is tried", async () => {
  await world.sim.control.deny({ action: "iam:PutRolePolicy" });
  await world.choose(world.fleet[0], "eventbridge");
  for (let round = 0; round < 4; round += 1) {
    await world.settle();
    await world.advance(MINUTE);
  }
  const broken = await told("broken_off");
  expect(broken.map(({ kind }) => kind)).toEqual(["function_role"]);
  expect(changing(broken[0]?.sent ?? [])).toEqual(["CreateRole", "PutRolePolicy"]);
  expect(broken[0]?.after).toMatchObject({ wanted: true, code: "AccessDenied" });
});

it("what took effect unheard is told when it is seen", async () => {
  await world.sim.control.addFault({
    scope: { action: "PutRule" },
    times: 1,
    effect: { kind: "loseReply" },
  });
  await world.choose(world.fleet[0], "eventbridge");
  for (let round = 0; round < 3; round += 1) {
    await world.settle();
    await world.advance(MINUTE);
  }
  expect((await told("put")).filter(({ kind }) => kind === "rule")).toHaveLength(1);
});
