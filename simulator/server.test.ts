import {
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSimulator, type RunningSimulator } from "./server";

let aws: RunningSimulator;
let config: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
let accountId: string;

beforeAll(async () => {
  aws = await startSimulator({ clock: "manual" });
  const account = await aws.control.createAccount({ name: "production" });
  accountId = account.accountId;
  const [key] = account.keys;
  if (key === undefined) throw new Error("an account has no key");
  config = { endpoint: aws.url, region: "eu-west-1", credentials: key };
});
afterAll(() => aws.close());

describe("the unmodified SDK", () => {
  it("learns whose key it signs with", async () => {
    const identity = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(accountId);
    expect(identity.Arn).toBe(`arn:aws:iam::${accountId}:user/admin`);
  });

  it("makes an image that becomes available with its snapshots", async () => {
    const ec2 = new EC2Client(config);
    const { instanceId } = await aws.control.createInstance({
      accountId,
      region: "eu-west-1",
      name: "web <1>",
      volumes: [{ sizeGib: 8 }, { sizeGib: 100 }],
    });
    const found = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    expect(found.Reservations?.[0]?.Instances?.[0]?.Tags).toEqual([
      { Key: "Name", Value: "web <1>" },
    ]);
    const { ImageId } = await ec2.send(
      new CreateImageCommand({ InstanceId: instanceId, Name: "first", NoReboot: true }),
    );
    const pending = await ec2.send(
      new DescribeImagesCommand({
        Owners: ["self"],
        Filters: [{ Name: "image-id", Values: [ImageId ?? ""] }],
      }),
    );
    expect(pending.Images?.[0]?.State).toBe("pending");
    await aws.control.advance({ ms: 60_000 });
    const ready = await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId ?? ""] }));
    expect(ready.Images?.[0]?.State).toBe("available");
    expect(ready.Images?.[0]?.BlockDeviceMappings).toHaveLength(2);
  });
});
