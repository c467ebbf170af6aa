import {
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImageReferencesCommand,
  DescribeImagesCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
  type DescribeImageReferencesCommandInput,
} from "@aws-sdk/client-ec2";
import {
  AutoScalingClient,
  DescribeLaunchConfigurationsCommand,
  paginateDescribeLaunchConfigurations,
} from "@aws-sdk/client-auto-scaling";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let place: { accountId: string; region: string };
let imageId: string;

beforeEach(async () => {
  aws = await startFixture();
  place = { accountId: aws.accountId, region: aws.region };
  const instanceId = await aws.addInstance();
  const images = [{ name: "image", createdAt: 0 }];
  const seeded = await aws.control.seedHistory({ ...place, instanceId, images });
  imageId = seeded.images[0]?.imageId ?? "";
});
afterEach(() => aws.close());

const ask = (input: Omit<DescribeImageReferencesCommandInput, "ImageIds">, ImageIds = [imageId]) =>
  aws.ec2.send(new DescribeImageReferencesCommand({ ImageIds, ...input }));

const all = async () => (await ask({ IncludeAllResourceTypes: true })).ImageReferences ?? [];

const template = (newer: number) =>
  aws.control.createLaunchTemplate({
    ...place,
    imageIds: [imageId, ...Array.from({ length: newer }, () => "ami-00000000")],
  });

describe("DescribeImageReferences", () => {
  it("names what refers to an image, of every kind it knows", async () => {
    const launched = await aws.addInstance({ imageId });
    const { arn } = await template(0);
    const referrers = [];
    for (const type of [
      "ssm:Parameter",
      "imagebuilder:ImageRecipe",
      "imagebuilder:ContainerRecipe",
    ] as const) {
      referrers.push(await aws.control.createReferrer({ ...place, type, name: "base", imageId }));
    }
    expect(await all()).toEqual(
      [
        ["ec2:Instance", `arn:aws:ec2:${aws.region}:${aws.accountId}:instance/${launched}`],
        ["ec2:LaunchTemplate", arn],
        ["ssm:Parameter", `arn:aws:ssm:${aws.region}:${aws.accountId}:parameter/base`],
        ["imagebuilder:ImageRecipe", referrers[1]?.arn],
        ["imagebuilder:ContainerRecipe", referrers[2]?.arn],
      ].map(([ResourceType, Arn]) => ({ ImageId: imageId, ResourceType, Arn })),
    );
  });

  it("looks at ten versions of a launch template unless told to look deeper", async () => {
    await template(10);
    expect(await all()).toEqual([]);
    const depth = (value: string) =>
      ask({
        IncludeAllResourceTypes: true,
        ResourceTypes: [
          {
            ResourceType: "ec2:LaunchTemplate",
            ResourceTypeOptions: [{ OptionName: "version-depth", OptionValues: [value] }],
          },
        ],
      });
    expect((await depth("11")).ImageReferences).toHaveLength(1);
    await expect(depth("10001")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("shows terminated instances too, unless states are named", async () => {
    await aws.addInstance({ imageId, state: "terminated" });
    expect(await all()).toHaveLength(1);
    const ResourceTypes = [
      {
        ResourceType: "ec2:Instance" as const,
        ResourceTypeOptions: [{ OptionName: "state-name" as const, OptionValues: ["running"] }],
      },
    ];
    expect((await ask({ ResourceTypes })).ImageReferences).toEqual([]);
  });

  it("gives pages, and goes on where a page ended", async () => {
    for (let i = 0; i < 12; i += 1) await template(0);
    const first = await ask({ IncludeAllResourceTypes: true, MaxResults: 5 });
    const rest = await ask({ IncludeAllResourceTypes: true, NextToken: first.NextToken });
    const seen = [...(first.ImageReferences ?? []), ...(rest.ImageReferences ?? [])];
    expect(new Set(seen.map(({ Arn }) => Arn)).size).toBe(12);
    expect(rest.NextToken).toBeUndefined();
  });

  it.each([
    [{}, "MissingParameter", undefined],
    [{ IncludeAllResourceTypes: true }, "InvalidParameterValue", 11],
    [{ IncludeAllResourceTypes: true }, "MissingParameter", 0],
  ])("refuses %j", async (input, name, count = 1) => {
    const ids = Array.from({ length: count }, (_, i) => `ami-0000000${i.toString(16)}`);
    await expect(ask(input, ids)).rejects.toMatchObject({ name });
  });

  it("wants the permission to read what it looks through", async () => {
    await aws.control.deny({ action: "ssm:GetParameters" });
    await expect(all()).rejects.toMatchObject({
      name: "UnauthorizedOperation",
      message: expect.stringContaining("ssm:GetParameters"),
    });
    const ResourceTypes = [{ ResourceType: "ec2:LaunchTemplate" as const }];
    expect((await ask({ ResourceTypes })).ImageReferences).toEqual([]);
  });
});

describe("deregistration protection", () => {
  const deregister = () => aws.ec2.send(new DeregisterImageCommand({ ImageId: imageId }));
  const enable = (WithCooldown: boolean) =>
    aws.ec2.send(
      new EnableImageDeregistrationProtectionCommand({ ImageId: imageId, WithCooldown }),
    );
  const disable = () =>
    aws.ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId: imageId }));
  const shown = async () =>
    (await aws.ec2.send(new DescribeImagesCommand({ ImageIds: [imageId] }))).Images?.[0]
      ?.DeregistrationProtection;

  it("refuses the deregistration until it is taken away", async () => {
    expect(await shown()).toBe("disabled");
    expect((await enable(false)).Return).toBe("enabled-without-cooldown");
    expect(await shown()).toBe("enabled-without-cooldown");
    await expect(deregister()).rejects.toMatchObject({ name: "OperationNotPermitted" });
    expect((await disable()).Return).toBe("disabled");
    await deregister();
  });

  it("goes on for a day where it was made with a cooldown", async () => {
    await enable(true);
    await disable();
    await aws.control.advance({ ms: 86_400_000 - 1 });
    await expect(deregister()).rejects.toMatchObject({ name: "OperationNotPermitted" });
    await aws.control.advance({ ms: 1 });
    await deregister();
  });
});

describe("DescribeImageAttribute", () => {
  const permissions = async () =>
    (
      await aws.ec2.send(
        new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: "launchPermission" }),
      )
    ).LaunchPermissions;

  it("tells with whom an image is shared", async () => {
    expect(await permissions()).toEqual([]);
    const organizationArns = ["arn:aws:organizations::111122223333:organization/o-123"];
    await aws.control.shareImage({ imageId, userIds: ["111122223333"], organizationArns });
    expect(await permissions()).toEqual([
      { UserId: "111122223333" },
      { OrganizationArn: organizationArns[0] },
    ]);
    await aws.control.shareImage({ imageId, isPublic: true });
    expect(await permissions()).toEqual([{ Group: "all" }]);
  });

  it("knows no image that was deregistered", async () => {
    await aws.control.deleteImage({ imageId });
    await expect(permissions()).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
  });
});

describe("launch configurations", () => {
  const client = () =>
    new AutoScalingClient({
      endpoint: aws.url,
      region: aws.region,
      maxAttempts: 1,
      credentials: {
        accessKeyId: aws.keys.accessKeyId,
        secretAccessKey: aws.keys.secretAccessKey,
      },
    });

  it("are listed 50 at a time by a service of its own", async () => {
    for (let i = 0; i < 60; i += 1) {
      await aws.control.createLaunchConfiguration({ ...place, name: `config-${i}`, imageId });
    }
    const sizes: number[] = [];
    for await (const page of paginateDescribeLaunchConfigurations({ client: client() }, {})) {
      sizes.push(page.LaunchConfigurations?.length ?? 0);
      expect(page.LaunchConfigurations?.[0]).toMatchObject({ ImageId: imageId });
    }
    expect(sizes).toEqual([50, 10]);
  });

  it("are refused as the service refuses: AccessDenied, InvalidNextToken", async () => {
    const NextToken = "made up";
    await expect(
      client().send(new DescribeLaunchConfigurationsCommand({ NextToken })),
    ).rejects.toMatchObject({ name: "InvalidNextToken" });
    await aws.control.deny({ action: "autoscaling:*" });
    await expect(client().send(new DescribeLaunchConfigurationsCommand({}))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  });
});

it("referrers move with the world, and go when they are removed", async () => {
  const { arn } = await template(0);
  await aws.control.createLaunchConfiguration({ ...place, name: "config", imageId });
  const { world } = await aws.control.export();
  await aws.control.removeReferrer({ arn });
  expect(await all()).toEqual([]);
  await aws.control.import({ world });
  expect(await all()).toHaveLength(1);
});
