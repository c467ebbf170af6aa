import { DescribeInstancesCommand, DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  type AssumeRoleCommandInput,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let roleArn: string;

beforeAll(async () => {
  aws = await startFixture();
  const { accountId } = await aws.control.createAccount({});
  const role = await aws.control.createRole({
    accountId,
    name: "backup",
    trusts: [aws.accountId],
    externalId: "our-secret-handshake",
  });
  roleArn = role.arn;
});
afterAll(() => aws.close());

const assume = (more: Partial<AssumeRoleCommandInput> = {}) =>
  aws.sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: "amivault",
      ExternalId: "our-secret-handshake",
      ...more,
    }),
  );

describe("AssumeRole", () => {
  it("gives credentials that last as long as asked", async () => {
    const { Credentials } = await assume({ DurationSeconds: 900 });
    const lasts = (Credentials?.Expiration?.getTime() ?? 0) - aws.simulator.world.now();
    expect(Math.abs(lasts - 900_000)).toBeLessThanOrEqual(1000);
  });

  it.each([
    ["a wrong external id", { ExternalId: "guess" }],
    ["no external id", { ExternalId: undefined }],
    ["a role that is not there", { RoleArn: "arn:aws:iam::123456789012:role/nobody" }],
  ])("says AccessDenied, and nothing more, for %s", async (_, more) => {
    await expect(assume(more)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: sts:AssumeRole") as string,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("denies an account that the role does not trust", async () => {
    const stranger = await aws.control.createAccount({});
    const [keys] = stranger.keys;
    const { sts } = aws.clients(keys === undefined ? {} : { keys });
    await expect(
      sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: "me",
          ExternalId: "our-secret-handshake",
        }),
      ),
    ).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it.each([
    [{ DurationSeconds: 899 }, "ValidationError"],
    [{ DurationSeconds: 43_201 }, "ValidationError"],
    [{ DurationSeconds: 7200 }, "ValidationError"],
    [{ RoleSessionName: "no spaces" }, "ValidationError"],
    [{ Policy: "not a policy" }, "MalformedPolicyDocumentException"],
    [{ Policy: "x".repeat(2049) }, "PackedPolicyTooLargeException"],
  ])("refuses %j", async (more, name) => {
    await expect(assume(more)).rejects.toMatchObject({
      name: expect.stringMatching(name.replace("Exception", "")) as string,
    });
  });

  it("keeps a session to what its policy allows", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ec2:DescribeRegions", Resource: "*" }],
    });
    const { Credentials } = await assume({ Policy });
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    const { ec2, sts } = aws.clients({ keys });
    await expect(ec2.send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: "UnauthorizedOperation",
    });
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
  });
});
