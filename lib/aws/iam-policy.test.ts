import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import type { Ec2 } from "./ec2/ec2";
import { fullPolicy, schedulePolicy } from "./full-policy.pure";
import { toIamAction } from "./iam-statement.pure";
import type { IamStatement } from "./iam-statements.pure";

const IMAGE_ID = "ami-0123456789abcdef0";
const SNAPSHOT_ID = "snap-0123456789abcdef0";
const INSTANCE_ID = "i-0123456789abcdef0";

let world: AwsWorld;
let ec2: Ec2;

beforeAll(async () => {
  world = await createAwsWorld();
  ec2 = await world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
    purpose: "delete",
  });
});
afterEach(() => world.sim.control.allow({}));
afterAll(() => world.close());

const image = { name: "name", description: "", noReboot: true, tags: { k: "v" } };

/** Every action that the product sends with a credential. */
const CALLS: Record<string, () => Promise<unknown>> = {
  DescribeRegions: () => ec2.describeRegions(),
  DescribeInstances: () => ec2.listInstances(5),
  DescribeVolumes: () => ec2.describeVolumes(["vol-0123456789abcdef0"]),
  DescribeImages: () => ec2.pageImages({ ownerTag: null }),
  DescribeSnapshots: () => ec2.pageSnapshots({ ownerTag: null }),
  DescribeImageReferences: () => ec2.describeImageReferences([IMAGE_ID]),
  DescribeImageAttribute: () => ec2.describeLaunchPermissions(IMAGE_ID),
  DescribeLaunchConfigurations: () =>
    world.aws.launchConfigurationsWith(world.given, {
      region: WORLD_REGION,
      accountId: world.account.accountId,
    }),
  CreateImage: () => ec2.createImage({ instanceId: INSTANCE_ID, ...image }, {}),
  DeregisterImage: () => ec2.deregisterImage(IMAGE_ID, { deleteSnapshots: true }, {}),
  DeleteSnapshot: () => ec2.deleteSnapshot(SNAPSHOT_ID, {}),
  CreateTags: () => ec2.createTags({ resourceIds: [IMAGE_ID], tags: { "amivault:keep": "1" } }),
  DeleteTags: () => ec2.deleteTags({ resourceIds: [IMAGE_ID], keys: ["amivault:keep"] }),
};

const policy = fullPolicy({ partition: "aws", installationId: "YOUR-INSTALLATION-ID" });
const ours = fullPolicy({ partition: "aws", installationId: "amivault-test" });

describe("the policy in docs/security.md", () => {
  const printed = readFileSync("docs/security.md", "utf8").matchAll(/```json\n([\s\S]+?)\n```/g);
  const [whole, schedule] = [...printed].map(([, json]): unknown => JSON.parse(json ?? ""));

  it("is what the product's own statements add up to", () => {
    expect(whole).toEqual(policy);
  });

  it("has what EventBridge needs apart", () => {
    expect(schedule).toEqual(
      schedulePolicy({ partition: "aws", installationId: "YOUR-INSTALLATION-ID" }),
    );
  });

  it("allows every action that is sent, and on images and snapshots never more than is ours", () => {
    const allowed = new Set(policy.Statement.flatMap(({ Action }) => Action));
    for (const action of Object.keys(CALLS)) expect(allowed).toContain(toIamAction(action));
    for (const statement of policy.Statement.filter(changesWhatExists)) {
      expect(statement.Condition).toMatchObject({
        StringEquals: { "aws:ResourceTag/amivault:owner": "YOUR-INSTALLATION-ID" },
      });
    }
  });

  it("fits a managed policy", () => {
    // IAM's limit for a managed policy, blanks not counted.
    expect(JSON.stringify(policy).length).toBeLessThan(6_144);
  });
});

function changesWhatExists({ Action, Condition }: IamStatement): boolean {
  const changes = [Action].flat().some((name) => /^ec2:(Delete|Deregister|CreateTags)/.test(name));
  return changes && Condition?.["StringEquals"]?.["ec2:CreateAction"] === undefined;
}

describe("a permission that is missing", () => {
  it.each(Object.keys(CALLS))("%s is named, with statements of that policy", async (action) => {
    await world.sim.control.deny({ action: toIamAction(action) });
    const error = await CALLS[action]?.().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      outcome: "refused",
      message: `The credential may not do ${toIamAction(action)}.`,
    });
    const { suggestion } = error as { suggestion: string };
    const statements: IamStatement[] = JSON.parse(`[${suggestion.slice(suggestion.indexOf("{"))}]`);
    expect(statements.flatMap(({ Action }) => Action)).toContain(toIamAction(action));
    for (const statement of statements) expect(isWithin(statement)).toBe(true);
  });
});

it("a tag on an instance is advised for that one key", async () => {
  await world.sim.control.deny({ action: "ec2:CreateTags" });
  const tags = { "amivault:protect": "amivault-test" };
  await expect(ec2.createTags({ resourceIds: [INSTANCE_ID], tags })).rejects.toMatchObject({
    suggestion: expect.stringContaining('{"aws:TagKeys":["amivault:protect"]}'),
  });
});

/** What is advised is never wider than what the whole policy allows. */
function isWithin({ Action, Resource, Condition }: IamStatement): boolean {
  return ours.Statement.some(
    (whole) =>
      [Action].flat().every((name) => [whole.Action].flat().includes(name)) &&
      JSON.stringify([whole.Resource, whole.Condition]) === JSON.stringify([Resource, Condition]),
  );
}
