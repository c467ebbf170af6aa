import {
  CreateImageCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeleteTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addSession } from "../core/sessions";
import { startFixture, type Fixture } from "../fixture";
import { isAssumableBy } from "./service-role";

const MINUTE_MS = 60_000;
const OWNER = "amivault:owner";
let aws: Fixture;
let iam: IAMClient;
let instanceId: string;
let roles = 0;

beforeAll(async () => {
  aws = await startFixture();
  iam = aws.client(IAMClient);
  await aws.control.configure({ limits: { concurrentSnapshots: false } });
  instanceId = await aws.addInstance({ tags: { stage: "live" } });
});
afterAll(() => aws.close());

const trustOf = (statement: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "sts:AssumeRole", ...statement },
  });
const LAMBDA = { Principal: { Service: "lambda.amazonaws.com" } };

async function createRole(trust: object = LAMBDA): Promise<{ name: string; arn: string }> {
  roles += 1;
  const name = `role-${roles}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(trust) }),
  );
  return { name, arn: Role?.Arn ?? "" };
}

const put = (RoleName: string, Statement: object[]) =>
  iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: "own",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );

function sessionOf(roleArn: string): { ec2: EC2Client } {
  const { world } = aws.simulator;
  const role = world.roles.get(roleArn);
  if (role === undefined) throw new Error(`there is no ${roleArn}`);
  const key = addSession({ world, role, sessionName: "amivault-function", lifeSeconds: 3600 });
  return aws.clients({ keys: { ...key, sessionToken: key.session.token } });
}

/** EC2 as a role's session with these statements sees it. */
async function ec2With(Statement: object[]): Promise<EC2Client> {
  const { name, arn } = await createRole();
  await put(name, Statement);
  return sessionOf(arn).ec2;
}

const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const MADE = ["arn:aws:ec2:*::image/*", "arn:aws:ec2:*::snapshot/*"];
const CREATE = [
  allow("ec2:CreateImage", "arn:aws:ec2:*:*:instance/*"),
  allow("ec2:CreateImage", MADE, { StringEquals: { [`aws:RequestTag/${OWNER}`]: "us" } }),
  allow("ec2:CreateTags", MADE, { StringEquals: { "ec2:CreateAction": "CreateImage" } }),
];

let images = 0;
function createImage(ec2: EC2Client, tags: Record<string, string> = { [OWNER]: "us" }) {
  images += 1;
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const specifications = ["image", "snapshot"] as const;
  return ec2.send(
    new CreateImageCommand({
      InstanceId: instanceId,
      Name: `image-${images}`,
      TagSpecifications: specifications.map((ResourceType) => ({ ResourceType, Tags })),
    }),
  );
}

const DENIED = { name: "UnauthorizedOperation", $metadata: { httpStatusCode: 403 } };

describe("a session of a role that was made through IAM", () => {
  it("may do nothing without a policy, and nothing more once the policy or the role is gone", async () => {
    const { name, arn } = await createRole();
    const { ec2 } = sessionOf(arn);
    const look = () => ec2.send(new DescribeInstancesCommand({}));
    await expect(look()).rejects.toMatchObject({
      ...DENIED,
      message: expect.stringContaining(`assumed-role/${name}/amivault-function`) as string,
    });
    await put(name, [allow("ec2:Describe*", "*")]);
    await expect(look()).resolves.toBeDefined();
    await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: "own" }));
    await expect(look()).rejects.toMatchObject(DENIED);
    await put(name, [allow("ec2:Describe*", "*")]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: "own" }));
    await iam.send(new DeleteRoleCommand({ RoleName: name }));
    await expect(look()).rejects.toMatchObject(DENIED);
  });

  it("makes images with the owner's tag only", async () => {
    const ec2 = await ec2With(CREATE);
    await expect(createImage(ec2)).resolves.toMatchObject({ ImageId: expect.any(String) });
    await expect(createImage(ec2, { [OWNER]: "them" })).rejects.toMatchObject(DENIED);
    await expect(createImage(ec2, {})).rejects.toMatchObject(DENIED);
  });

  it.each([
    ["the instance", [CREATE[1], CREATE[2]]],
    ["the image", [CREATE[0], CREATE[2]]],
    ["the tags", [CREATE[0], CREATE[1]]],
  ])("makes none without the statement for %s", async (_, statements) => {
    await expect(createImage(await ec2With(statements as object[]))).rejects.toMatchObject(DENIED);
  });

  it("reads the instance's tags", async () => {
    const onStage = (stage: string) =>
      allow("ec2:CreateImage", "arn:aws:ec2:*:*:instance/*", {
        StringEquals: { "aws:ResourceTag/stage": stage },
      });
    const [, made, tag] = CREATE as [object, object, object];
    await expect(createImage(await ec2With([onStage("live"), made, tag]))).resolves.toBeDefined();
    await expect(createImage(await ec2With([onStage("test"), made, tag]))).rejects.toMatchObject(
      DENIED,
    );
  });

  it("lets a deny win over every allow", async () => {
    const deny = { ...allow("ec2:Describe*", "*"), Effect: "Deny" };
    const ec2 = await ec2With([allow("*", "*"), deny]);
    await expect(ec2.send(new DescribeImagesCommand({}))).rejects.toMatchObject(DENIED);
    await expect(createImage(ec2)).resolves.toBeDefined();
  });
});

describe("the key of an encrypted volume", () => {
  const stateWith = async (statements: object[]) => {
    const volumes = [{ sizeGib: 8, encrypted: true }];
    const encrypted = await aws.addInstance({ volumes });
    const ec2 = await ec2With([allow("ec2:CreateImage", "*"), ...statements]);
    const Name = `encrypted-${encrypted}`;
    const { ImageId } = await ec2.send(new CreateImageCommand({ InstanceId: encrypted, Name }));
    await aws.control.advance({ ms: MINUTE_MS });
    const { items } = await aws.control.images({ imageId: ImageId ?? "" });
    return items[0]?.state;
  };

  it("must be the role's to use through EC2, or the image fails after a while", async () => {
    const via = (service: string) =>
      allow("kms:CreateGrant", "*", { StringLike: { "kms:ViaService": service } });
    expect(await stateWith([])).toBe("failed");
    expect(await stateWith([via("rds.*")])).toBe("failed");
    expect(await stateWith([via("ec2.*")])).toBe("available");
  });
});

describe("resource tags", () => {
  const ours = { StringEquals: { [`aws:ResourceTag/${OWNER}`]: "us" } };
  const tagging = {
    ...ours,
    "ForAllValues:StringNotEquals": { "aws:TagKeys": [OWNER] },
    Null: { "aws:TagKeys": "false" },
  };

  it("decide what may be deregistered and deleted, its snapshots with it", async () => {
    const mine = (await createImage(aws.ec2)).ImageId ?? "";
    const theirs = (await createImage(aws.ec2, { [OWNER]: "them" })).ImageId ?? "";
    const ec2 = await ec2With([allow(["ec2:DeregisterImage", "ec2:DeleteSnapshot"], MADE, ours)]);
    const remove = (ImageId: string) =>
      ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));
    await expect(remove(theirs)).rejects.toMatchObject(DENIED);
    await expect(remove(mine)).resolves.toMatchObject({
      DeleteSnapshotResults: [{ ReturnCode: "success" }],
    });
    const [snapshot] = (await aws.control.snapshots({ live: true })).items.filter(
      ({ tags }) => tags[OWNER] === "them",
    );
    const foreign = new DeleteSnapshotCommand({ SnapshotId: snapshot?.snapshotId });
    await expect(ec2.send(foreign)).rejects.toMatchObject(DENIED);
  });

  it("leave snapshots behind that the role may not delete", async () => {
    const mine = (await createImage(aws.ec2)).ImageId ?? "";
    const ec2 = await ec2With([allow("ec2:DeregisterImage", MADE, ours)]);
    const removal = new DeregisterImageCommand({ ImageId: mine, DeleteAssociatedSnapshots: true });
    expect(await ec2.send(removal)).toMatchObject({
      DeleteSnapshotResults: [{ ReturnCode: "missing-permissions" }],
    });
  });

  it("decide what may be tagged, and by which keys", async () => {
    const Resources = [(await createImage(aws.ec2)).ImageId ?? ""];
    const ec2 = await ec2With([allow(["ec2:CreateTags", "ec2:DeleteTags"], MADE, tagging)]);
    const tag = (...keys: string[]) =>
      ec2.send(
        new CreateTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key, Value: "1" })) }),
      );
    await tag("amivault:keep", "other");
    await expect(tag("amivault:keep", OWNER)).rejects.toMatchObject(DENIED);
    const untag = (keys?: string[]) =>
      ec2.send(new DeleteTagsCommand({ Resources, Tags: keys?.map((Key) => ({ Key })) }));
    await untag(["other"]);
    await expect(untag([OWNER])).rejects.toMatchObject(DENIED);
    await expect(untag()).rejects.toMatchObject(DENIED);
    const elsewhere = new CreateTagsCommand({
      Resources: [instanceId],
      Tags: [{ Key: "a", Value: "b" }],
    });
    await expect(ec2.send(elsewhere)).rejects.toMatchObject(DENIED);
  });

  it("say NotFound of what is not there to who may do it to what is", async () => {
    const ec2 = await ec2With([allow("ec2:DeregisterImage", MADE, ours)]);
    const ImageId = "ami-0123456789abcdef0";
    await expect(ec2.send(new DeregisterImageCommand({ ImageId }))).rejects.toMatchObject({
      name: "InvalidAMIID.NotFound",
    });
  });
});

describe("a session policy", () => {
  it("narrows the session to its resources and conditions", async () => {
    const { accountId } = aws;
    const role = await aws.control.createRole({ accountId, name: "wide", trusts: [accountId] });
    const { Credentials } = await aws.sts.send(
      new AssumeRoleCommand({
        RoleArn: role.arn,
        RoleSessionName: "narrow",
        Policy: JSON.stringify({ Version: "2012-10-17", Statement: CREATE }),
      }),
    );
    const { ec2 } = aws.clients({
      keys: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken,
      },
    });
    await expect(createImage(ec2)).resolves.toBeDefined();
    await expect(createImage(ec2, { [OWNER]: "them" })).rejects.toMatchObject(DENIED);
  });
});

describe("a service that wants to assume a role", () => {
  const ask = (roleArn: string, more: { sourceArn?: string; sourceAccount?: string } = {}) =>
    isAssumableBy({
      world: aws.simulator.world,
      roleArn,
      service: "scheduler.amazonaws.com",
      ...more,
    });

  it("needs to be named, for the account and the source that are named", async () => {
    expect(ask((await createRole()).arn)).toBe(false);
    const { arn } = await createRole({
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": aws.accountId },
        ArnLike: { "aws:SourceArn": `arn:aws:scheduler:*:${aws.accountId}:schedule-group/a` },
      },
    });
    const sourceArn = `arn:aws:scheduler:eu-west-1:${aws.accountId}:schedule-group/a`;
    expect(ask(arn, { sourceAccount: aws.accountId, sourceArn })).toBe(true);
    expect(ask(arn, { sourceAccount: aws.accountId, sourceArn: `${sourceArn}b` })).toBe(false);
    expect(ask(arn, { sourceAccount: "999999999999", sourceArn })).toBe(false);
    expect(ask(arn)).toBe(false);
    expect(ask("arn:aws:iam::111122223333:role/nobody")).toBe(false);
  });

  it("waits until the role is old enough", async () => {
    await aws.control.configure({ roleAssumableAfterMs: MINUTE_MS });
    const { arn } = await createRole({ Principal: { Service: "scheduler.amazonaws.com" } });
    await aws.control.configure({ roleAssumableAfterMs: 0 });
    expect(ask(arn)).toBe(false);
    await aws.control.advance({ ms: MINUTE_MS });
    expect(ask(arn)).toBe(true);
  });
});

it("a role of IAM is assumed by whom its trust policy names, with the external id it asks for", async () => {
  const { arn, name } = await createRole({
    Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` },
    Condition: { StringEquals: { "sts:ExternalId": "handshake" } },
  });
  await put(name, [allow("ec2:Describe*", "*")]);
  const assume = (ExternalId?: string) =>
    aws.sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: "me", ExternalId }));
  await expect(assume("guess")).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(assume()).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(assume("handshake")).resolves.toBeDefined();
});
