import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let iam: IAMClient;
beforeAll(async () => {
  aws = await startFixture();
  iam = aws.client(IAMClient);
});
afterAll(() => aws.close());

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    },
  ],
});
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "Make", Effect: "Allow", Action: "ec2:CreateImage", Resource: "*" }],
});

const create = (RoleName: string, trust = TRUST) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
const put = (RoleName: string, PolicyDocument = POLICY) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument }));

describe("a role", () => {
  it("is made, shown with its documents URL-encoded, changed and deleted", async () => {
    const RoleName = "amivault-function";
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: TRUST,
        Description: "Makes images",
        Tags: [{ Key: "amivault:owner", Value: "us" }],
      }),
    );
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${aws.accountId}:role/${RoleName}`,
      Path: "/",
      Description: "Makes images",
      MaxSessionDuration: 3600,
      CreateDate: new Date(aws.simulator.world.now()),
      Tags: [{ Key: "amivault:owner", Value: "us" }],
    });
    const seen = await iam.send(new GetRoleCommand({ RoleName }));
    expect(seen.Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22%3A/);
    expect(decodeURIComponent(seen.Role?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);

    await put(RoleName);
    const policy = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "own" }));
    expect(decodeURIComponent(policy.PolicyDocument ?? "")).toBe(POLICY);
    expect(policy.PolicyDocument).not.toMatch(/[{"*]/);
    const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    const inline = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(inline).toMatchObject({ PolicyNames: ["own"], IsTruncated: false });
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: "ReadOnlyAccess", PolicyArn: arn }]);

    const trust = TRUST.replace("lambda.", "scheduler.");
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    const { Role: changed } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(decodeURIComponent(changed?.AssumeRolePolicyDocument ?? "")).toBe(trust);

    const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));
    const conflict = { name: "DeleteConflictException", $metadata: { httpStatusCode: 409 } };
    await expect(remove()).rejects.toMatchObject(conflict);
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    await expect(remove()).rejects.toThrow("must delete policies first");
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "own" }));
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: `The role with name ${RoleName} cannot be found.`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("is the account's, in whatever region it is asked for, and nobody else's", async () => {
    await create("global");
    const elsewhere = aws.client(IAMClient, { region: "us-east-1" });
    const { Role } = await elsewhere.send(new GetRoleCommand({ RoleName: "GLOBAL" }));
    expect(Role?.RoleName).toBe("global");
    const other = await aws.control.createAccount({});
    const stranger = aws.client(IAMClient, { keys: other.keys[0] });
    await expect(stranger.send(new GetRoleCommand({ RoleName: "global" }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
    await expect(create("Global")).rejects.toMatchObject({
      name: "EntityAlreadyExistsException",
      message: "Role with name Global already exists.",
      $metadata: { httpStatusCode: 409 },
    });
  });

  it("is listed, page by page", async () => {
    for (const name of ["page-1", "page-2", "page-3"]) await create(name);
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListRolesCommand({ MaxItems: 1, Marker }));
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(names).toEqual(expect.arrayContaining(["page-1", "page-2", "page-3"]));
    expect(new Set(names).size).toBe(names.length);
  });

  it("has tags whose keys are the same in any case", async () => {
    const RoleName = "tagged";
    await create(RoleName);
    const tag = (Key: string, Value: string) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key, Value }] }));
    await tag("Stage", "test");
    await tag("stage", "live");
    await tag("other", "");
    const tags = async () => (await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags;
    expect(await tags()).toEqual([
      { Key: "stage", Value: "live" },
      { Key: "other", Value: "" },
    ]);
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["STAGE"] }));
    expect(await tags()).toEqual([{ Key: "other", Value: "" }]);
  });
});

describe("refusals", () => {
  const statement = { Effect: "Allow", Action: "ec2:CreateImage", Resource: "*" };
  const doc = (...Statement: object[]): string =>
    JSON.stringify({ Version: "2012-10-17", Statement });
  beforeAll(() => create("refusing"));

  it.each([
    ["{", "invalid Json"],
    ["[]", "Syntax errors"],
    [JSON.stringify({ Version: "2020-01-01", Statement: [statement] }), "Syntax errors"],
    [doc(), "Syntax errors"],
    [doc({ ...statement, Effect: "allow" }), "Syntax errors"],
    [doc({ ...statement, Sid: "with-dash" }), "must be alpha-numeric"],
    [doc({ ...statement, Sid: "A" }, { ...statement, Sid: "A" }), "must be unique"],
    [doc({ ...statement, Action: "CreateImage" }), "prefaced by a vendor"],
    [doc({ ...statement, Resource: "image/*" }), "must be in ARN format"],
    [doc({ ...statement, Resource: undefined }), "must contain resources"],
    [doc({ ...statement, Principal: "*" }), "should not specify a principal"],
    [doc({ ...statement, Condition: { StringIs: { "aws:a": "b" } } }), "Invalid Condition type"],
  ])("refuses the policy %s", async (document, message) => {
    await expect(put("refusing", document)).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      message: expect.stringContaining(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    [doc({ Effect: "Allow", Action: "sts:AssumeRole" }), "Missing required field Principal"],
    [
      doc({ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*", Resource: "*" }),
      "prohibited field Resource",
    ],
    [doc({ Effect: "Allow", Action: "ec2:CreateImage", Principal: "*" }), "may only specify STS"],
  ])("refuses the trust policy %s", async (document, message) => {
    await expect(create("never", document)).rejects.toMatchObject({
      name: "MalformedPolicyDocumentException",
      message: expect.stringContaining(message) as string,
    });
  });

  it("counts the size of all inline policies together, without blanks", async () => {
    const large = (characters: number) =>
      doc({ ...statement, Resource: `arn:aws:ec2:*:*:instance/${"i".repeat(characters)}` });
    await put("refusing", `${large(9000)}${" ".repeat(5000)}`);
    await expect(
      iam.send(
        new PutRolePolicyCommand({
          RoleName: "refusing",
          PolicyName: "second",
          PolicyDocument: large(2000),
        }),
      ),
    ).rejects.toMatchObject({
      name: "LimitExceededException",
      $metadata: { httpStatusCode: 409 },
    });
  });

  it("refuses names that a role or a policy cannot have, and more than 50 tags", async () => {
    await expect(create("with space")).rejects.toMatchObject({ name: "ValidationError" });
    await expect(create("x".repeat(65))).rejects.toMatchObject({ name: "ValidationError" });
    const Tags = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "" }));
    const tag = new TagRoleCommand({ RoleName: "refusing", Tags });
    await expect(iam.send(tag)).rejects.toMatchObject({ name: "LimitExceededException" });
    const missing = new GetRolePolicyCommand({ RoleName: "refusing", PolicyName: "none" });
    await expect(iam.send(missing)).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });

  it("asks the denials, by IAM's own names and in its own words", async () => {
    await aws.control.deny({ action: "iam:CreateRole" });
    await expect(create("denied")).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:iam::${aws.accountId}:user/admin is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::${aws.accountId}:role/denied because no identity-based policy allows the iam:CreateRole action.`,
      $metadata: { httpStatusCode: 403 },
    });
    await aws.control.allow();
    await aws.control.deny({ action: "iam:TagRole" });
    const tagged = { RoleName: "tagged-on-the-way", Tags: [{ Key: "a", Value: "b" }] };
    await expect(
      iam.send(new CreateRoleCommand({ ...tagged, AssumeRolePolicyDocument: TRUST })),
    ).rejects.toMatchObject({ message: expect.stringContaining("iam:TagRole") as string });
    await create("untagged-on-the-way");
    await aws.control.allow();
  });
});
