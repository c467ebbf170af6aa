import { afterAll, describe, expect, it } from "vitest";
import {
  createAwsWorld,
  saveKeys,
  unlimited,
  WORLD_REGION,
  type AwsWorld,
} from "../../testing/aws-world";
import { schedulingSuite } from "../../testing/scheduling-suite";
import type { AwsTarget } from "../aws";
import { schedulePolicy } from "../full-policy.pure";

const target = { region: WORLD_REGION, purpose: "schedule", interactive: true } as const;

describe("what fires backups, before the simulator", () => {
  let world: AwsWorld;
  afterAll(() => world.close());

  schedulingSuite({
    async open() {
      world = await createAwsWorld({ budget: unlimited });
      return world.aws.scheduling({ ...target, credentialId: saveKeys(world, world.key) });
    },
  });
});

describe("what fires backups, by a role that has the policy of the documentation and no other", () => {
  let world: AwsWorld;
  let assumed: AwsTarget;
  afterAll(() => world.close());

  schedulingSuite({
    async open() {
      world = await createAwsWorld({ budget: unlimited });
      assumed = { ...target, credentialId: await saveRole(world) };
      return world.aws.scheduling(assumed);
    },
  });

  it("tags an instance by that one key", async () => {
    const { accountId } = world.account;
    const region = WORLD_REGION;
    const { instanceId } = await world.sim.control.createInstance({ accountId, region });
    const ec2 = await world.aws.ec2(assumed);
    const resourceIds = [instanceId];
    await ec2.createTags({ resourceIds, tags: { "amivault:protect": "amivault-test" } });
    expect((await ec2.findInstances(resourceIds))[0]?.tags).toMatchObject({
      "amivault:protect": "amivault-test",
    });
    await expect(ec2.createTags({ resourceIds, tags: { Name: "ours" } })).rejects.toMatchObject({
      outcome: "refused",
    });
    await ec2.deleteTags({ resourceIds, keys: ["amivault:protect"] });
  });

  it("touches no role of another name", async () => {
    const { iam } = await world.aws.scheduling(assumed);
    await expect(iam.findRole("administrator")).rejects.toMatchObject({ outcome: "refused" });
  });
});

async function saveRole(world: AwsWorld): Promise<string> {
  const keys = saveKeys(world, world.key);
  const { iam } = await world.aws.scheduling({ ...target, credentialId: keys });
  const principal = { AWS: `arn:aws:iam::${world.account.accountId}:root` };
  const statement = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" };
  const { arn, name } = await iam.createRole({
    name: "AmiVault",
    description: "",
    trustPolicy: { Version: "2012-10-17", Statement: [statement] },
    tags: {},
  });
  const policy = schedulePolicy({ partition: "aws", installationId: "amivault-test" });
  const reading = { Effect: "Allow", Action: "ec2:DescribeInstances", Resource: "*" } as const;
  await iam.putRolePolicy(name, "schedule", {
    ...policy,
    Statement: [...policy.Statement, reading],
  });
  const row = world.saved.get(keys);
  if (!row) throw new Error("The keys were saved.");
  const id = "crd_role";
  const role = { id, kind: "assume_role", secret: null, roleArn: arn } as const;
  world.saved.set(id, { ...row, ...role, sourceCredentialId: keys });
  return id;
}
