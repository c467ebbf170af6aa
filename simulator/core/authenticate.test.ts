import {
  CreateImageCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
} from "@aws-sdk/client-ec2";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

const MINUTE_MS = 60_000;
let aws: Fixture;
let realNow: number;

beforeEach(async () => {
  realNow = Date.now();
  aws = await startFixture({ clock: "real", realNow: () => realNow });
});
afterEach(() => aws.close());

const describeInstances = () => aws.ec2.send(new DescribeInstancesCommand({}));
const identity = () => aws.sts.send(new GetCallerIdentityCommand({}));

describe("signatures", () => {
  it("refuses a wrong secret as each service does", async () => {
    const { ec2, sts } = aws.clients({ keys: { ...aws.keys, secretAccessKey: "wrong" } });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
  });

  it("refuses unknown, disabled and deleted keys", async () => {
    const unknown = aws.clients({ keys: { ...aws.keys, accessKeyId: "AKIAEXAMPLEUNKNOWN00" } });
    await expect(unknown.ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: "AuthFailure",
      $metadata: { httpStatusCode: 401 },
    });
    await expect(unknown.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      $metadata: { httpStatusCode: 403 },
    });
    await aws.control.setKeyStatus({ accessKeyId: aws.keys.accessKeyId, status: "Inactive" });
    await expect(identity()).rejects.toMatchObject({ name: "InvalidClientTokenId" });
    await aws.control.setKeyStatus({ accessKeyId: aws.keys.accessKeyId, status: "Active" });
    await expect(identity()).resolves.toMatchObject({ Account: aws.accountId });
    await aws.control.deleteKey({ accessKeyId: aws.keys.accessKeyId });
    await expect(describeInstances()).rejects.toMatchObject({ name: "AuthFailure" });
  });

  it("refuses a body that is not the one that was signed", async () => {
    aws.ec2.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: string } };
        request.body = request.body.replace("DescribeInstances", "DescribeVolumes__");
        return next(args);
      },
      { step: "finalizeRequest", priority: "low", name: "tamper" },
    );
    await expect(describeInstances()).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  });

  it.each([-6, 6])("refuses a signature %i minutes off its clock", async (minutes) => {
    realNow += minutes * MINUTE_MS;
    await expect(describeInstances()).rejects.toMatchObject({ name: "RequestExpired" });
    await expect(aws.clients({}).sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
      message: expect.stringContaining("Signature expired") as string,
    });
  });

  it("takes a signature that is less than five minutes old", async () => {
    realNow += 4.9 * MINUTE_MS;
    await expect(identity()).resolves.toMatchObject({ Account: aws.accountId });
  });

  it("refuses a request that was held up on its way until its signature was too old", async () => {
    const instanceId = await aws.addInstance();
    await aws.control.addFault({ effect: { kind: "delay", ms: 200, phase: "before" } });
    const sent = aws.ec2
      .send(new CreateImageCommand({ InstanceId: instanceId, Name: "late" }))
      .catch((error: unknown) => error);
    await expect
      .poll(async () => (await aws.control.calls({ action: "CreateImage" })).items)
      .toHaveLength(1);
    realNow += 6 * MINUTE_MS;
    expect(await sent).toMatchObject({ name: "RequestExpired" });
    expect((await aws.control.images()).items).toEqual([]);
  });

  it("tells the time in the Date header, by which the SDK mends its clock", async () => {
    await aws.control.configure({ skewMs: 20 * MINUTE_MS });
    await expect(identity()).rejects.toThrow("Signature expired");
    await expect(identity()).resolves.toMatchObject({ Account: aws.accountId });
  });

  it("takes real and virtual time when they have parted", async () => {
    await aws.control.advance({ ms: 30 * 24 * 60 * MINUTE_MS });
    await expect(identity()).resolves.toMatchObject({ Account: aws.accountId });
    await expect(identity()).resolves.toMatchObject({ Account: aws.accountId });
  });

  it("asks for a signature where there is none", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const ask = (body: string) => fetch(aws.url, { method: "POST", headers, body });
    const ec2 = await ask("Action=DescribeRegions&Version=2016-11-15");
    expect(ec2.status).toBe(403);
    expect(await ec2.text()).toContain(
      "<Response><Errors><Error><Code>MissingAuthenticationToken</Code>",
    );
    const sts = await ask("Action=GetCallerIdentity&Version=2011-06-15");
    expect(await sts.text()).toContain("<ErrorResponse");
  });
});

describe("regions and accounts", () => {
  it("refuses a region that is not enabled, and tells so in DescribeRegions", async () => {
    const region = "af-south-1";
    const cape = aws.clients({ region });
    await expect(cape.ec2.send(new DescribeRegionsCommand({}))).rejects.toMatchObject({
      name: "AuthFailure",
    });
    const { Regions } = await aws.ec2.send(
      new DescribeRegionsCommand({ AllRegions: true, RegionNames: [region] }),
    );
    expect(Regions).toMatchObject([{ RegionName: region, OptInStatus: "not-opted-in" }]);
    await aws.control.updateAccount({
      accountId: aws.accountId,
      regions: { [region]: "opted-in" },
    });
    await expect(cape.ec2.send(new DescribeRegionsCommand({}))).resolves.toBeDefined();
  });

  it("refuses a region that does not exist", async () => {
    const moon = aws.clients({ region: "us-moon-1" });
    await expect(moon.sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow("valid region");
  });

  it("refuses an account that has not signed up", async () => {
    await aws.control.updateAccount({ accountId: aws.accountId, subscribed: false });
    await expect(describeInstances()).rejects.toMatchObject({ name: "OptInRequired" });
  });

  it("shows an account nothing of another", async () => {
    const instanceId = await aws.addInstance();
    const other = await aws.control.createAccount({});
    const [keys] = other.keys;
    const { ec2 } = aws.clients(keys === undefined ? {} : { keys });
    const seen = await ec2.send(new DescribeInstancesCommand({}));
    expect(seen.Reservations ?? []).toEqual([]);
    await expect(
      ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] })),
    ).rejects.toMatchObject({ name: "InvalidInstanceID.NotFound" });
  });
});

describe("sessions", () => {
  it("signs with the credentials of an assumed role until they expire", async () => {
    const { accountId } = await aws.control.createAccount({ name: "staging" });
    const role = await aws.control.createRole({
      accountId,
      name: "backup",
      trusts: [aws.accountId],
    });
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: "amivault" }),
    );
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    const assumed = aws.clients({ keys });
    const caller = await assumed.sts.send(new GetCallerIdentityCommand({}));
    expect(caller).toMatchObject({
      Account: accountId,
      Arn: `arn:aws:sts::${accountId}:assumed-role/backup/amivault`,
    });
    const tokenless = aws.clients({ keys: { ...keys, sessionToken: undefined } });
    await expect(tokenless.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "InvalidClientTokenId",
    });
    await aws.control.expireSessions({});
    await expect(assumed.ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: "RequestExpired",
    });
    await expect(assumed.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "ExpiredToken",
    });
  });
});
