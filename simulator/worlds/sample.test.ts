import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  paginateDescribeInstances,
} from "@aws-sdk/client-ec2";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";
import { SAMPLE_REGIONS, SAMPLE_ROLE } from "./sample";
import { SAMPLE_INSTANCES } from "./sample-instances";

let aws: Fixture;
beforeAll(async () => {
  aws = await startFixture();
  await aws.control.reset({ world: "sample" });
});
afterAll(() => aws.close());

const keysOf = async (position: number) => {
  const account = (await aws.control.listAccounts())[position];
  const key = account?.keys[0];
  if (account === undefined || key === undefined) throw new Error("the sample has no such account");
  return { account, key };
};

it("is the fleet it is said to be", async () => {
  const instances = await aws.control.listInstances();
  const count = (test: (instance: (typeof instances)[number]) => boolean) =>
    instances.filter(test).length;
  expect(instances).toHaveLength(60);
  expect(new Set(instances.map((i) => i.accountId)).size).toBe(3);
  expect(new Set(instances.map((i) => i.region))).toEqual(new Set(SAMPLE_REGIONS));
  expect(count((i) => i.state === "terminated")).toBe(1);
  expect(count((i) => i.state === "stopped")).toBeGreaterThanOrEqual(5);
  expect(count((i) => i.volumes.some((v) => v.encrypted))).toBeGreaterThanOrEqual(10);
  expect(Math.max(...instances.map((i) => i.name?.length ?? 0))).toBe(256);
});

it("sends every hostile name over the wire as it is", async () => {
  const names: (string | undefined)[] = [];
  for (let position = 0; position < 3; position += 1) {
    const { key } = await keysOf(position);
    for (const region of SAMPLE_REGIONS) {
      const { ec2 } = aws.clients({ keys: key, region });
      for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, {})) {
        for (const { Instances } of page.Reservations ?? []) {
          names.push(Instances?.[0]?.Tags?.find((tag) => tag.Key === "Name")?.Value);
        }
      }
    }
  }
  expect(names.toSorted()).toEqual(SAMPLE_INSTANCES.map((instance) => instance.name).toSorted());
});

it("holds a month of images that belong to others", async () => {
  const { key } = await keysOf(0);
  const { ec2 } = aws.clients({ keys: key, region: "us-east-1" });
  const byTag = async (Values: string[]) =>
    (
      await ec2.send(
        new DescribeImagesCommand({ Owners: ["self"], Filters: [{ Name: "tag-key", Values }] }),
      )
    ).Images?.length ?? 0;
  expect(await byTag(["aws:dlm:*"])).toBe(60);
  expect(await byTag(["aws:backup:source-resource"])).toBe(20);
  expect(await byTag(["amivault:*"])).toBe(0);
  const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
  expect(Images?.filter((image) => image.Tags === undefined)).toHaveLength(3);
  expect(Images?.every((image) => image.State === "available")).toBe(true);
});

it("reaches the other accounts by a role with an external id", async () => {
  const [{ key }, { account }] = [await keysOf(0), await keysOf(1)];
  const RoleArn = account.roles[0]?.arn;
  const { sts } = aws.clients({ keys: key });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "demo", ExternalId: SAMPLE_ROLE.externalId }),
  );
  const keys = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  };
  const { ec2 } = aws.clients({ keys, region: "us-east-1" });
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
  expect(Reservations?.[0]?.OwnerId).toBe(account.accountId);
});
