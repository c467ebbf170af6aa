import {
  CreateImageCommand,
  DescribeImagesCommand,
  DeregisterImageCommand,
  paginateDescribeImages,
  type DescribeImagesCommandInput,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let instanceId: string;
const imageIds: string[] = [];

beforeAll(async () => {
  aws = await startFixture();
  instanceId = await aws.addInstance();
  const { images } = await aws.control.seedHistory({
    accountId: aws.accountId,
    region: aws.region,
    instanceId,
    ownerId: "us",
    images: Array.from({ length: 23 }, (_, i) => ({
      name: `backup-${i}*`,
      createdAt: aws.simulator.world.now() - (23 - i) * 86_400_000,
      tags: { number: String(i), parity: i % 2 === 0 ? "even" : "odd" },
    })),
  });
  imageIds.push(...images.map((image) => image.imageId));
});
afterAll(() => aws.close());

const describeImages = async (input: DescribeImagesCommandInput) =>
  (await aws.ec2.send(new DescribeImagesCommand(input))).Images ?? [];
const names = async (...Filters: { Name: string; Values: string[] }[]) =>
  (await describeImages({ Filters })).map((image) => image.Name);

describe("filters", () => {
  it.each([
    ["image-id", () => [imageIds[3] ?? "", "ami-00000000"], ["backup-3*"]],
    [
      "name",
      () => ["backup-1?\\*"],
      [
        "backup-10*",
        "backup-11*",
        "backup-12*",
        "backup-13*",
        "backup-14*",
        "backup-15*",
        "backup-16*",
        "backup-17*",
        "backup-18*",
        "backup-19*",
      ],
    ],
    ["name", () => ["backup-4\\*", "backup-7\\*"], ["backup-4*", "backup-7*"]],
    ["name", () => ["BACKUP*"], []],
    ["tag:number", () => ["5"], ["backup-5*"]],
    ["tag-key", () => ["nothing"], []],
    ["state", () => ["pending"], []],
    ["source-instance-id", () => ["i-00000000"], []],
  ])("%s answers by its values", async (Name, values, expected) => {
    expect(await names({ Name, Values: values() })).toEqual(expected);
  });

  it("joins several filters by and, several values by or", async () => {
    const found = await names(
      { Name: "tag:parity", Values: ["odd"] },
      { Name: "tag:number", Values: ["1", "2", "3"] },
    );
    expect(found).toEqual(["backup-1*", "backup-3*"]);
  });

  it("finds an image by its snapshot and by its owner", async () => {
    const [image] = await describeImages({ ImageIds: [imageIds[0] ?? ""] });
    const snapshotId = image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? "";
    expect(await names({ Name: "block-device-mapping.snapshot-id", Values: [snapshotId] })).toEqual(
      ["backup-0*"],
    );
    expect(await names({ Name: "owner-id", Values: [aws.accountId] })).toHaveLength(23);
    expect(await names({ Name: "owner-id", Values: ["self"] })).toEqual([]);
  });

  it("refuses a filter that AWS does not know, and more than 200 values", async () => {
    await expect(names({ Name: "colour", Values: ["red"] })).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "The filter 'colour' is invalid",
    });
    const Values = Array.from({ length: 201 }, (_, i) => `v${i}`);
    await expect(names({ Name: "name", Values })).rejects.toMatchObject({
      name: "FilterLimitExceeded",
    });
  });
});

describe("paging", () => {
  it("walks the whole list once, in order, in pages of the size asked", async () => {
    const seen: string[] = [];
    const sizes: number[] = [];
    for await (const page of paginateDescribeImages(
      { client: aws.ec2, pageSize: 10 },
      { Owners: ["self"] },
    )) {
      sizes.push(page.Images?.length ?? 0);
      seen.push(...(page.Images ?? []).map((image) => image.ImageId ?? ""));
    }
    expect(sizes).toEqual([10, 10, 3]);
    expect(seen).toEqual(imageIds);
  });

  it("walks on past what was deleted between two pages", async () => {
    const first = await aws.ec2.send(new DescribeImagesCommand({ MaxResults: 5 }));
    const extra = await aws.control.seedHistory({
      accountId: aws.accountId,
      region: aws.region,
      instanceId,
      images: [{ name: "short-lived", createdAt: 0 }],
    });
    await aws.control.deleteImage({ imageId: extra.images[0]?.imageId ?? "" });
    const second = await aws.ec2.send(
      new DescribeImagesCommand({ MaxResults: 5, NextToken: first.NextToken }),
    );
    expect(second.Images?.map((image) => image.ImageId)).toEqual(imageIds.slice(5, 10));
  });

  it.each([
    [{ MaxResults: 4 }, "InvalidParameterValue"],
    [{ MaxResults: 1001 }, "InvalidParameterValue"],
    [{ MaxResults: 5, NextToken: "made up" }, "InvalidParameterValue"],
    [{ MaxResults: 5, ImageIds: ["ami-00000000"] }, "InvalidParameterCombination"],
  ])("refuses %j", async (input, name) => {
    await expect(describeImages(input)).rejects.toMatchObject({ name });
  });
});

describe("ids", () => {
  it("fails the whole call for one unknown id", async () => {
    const ImageIds = [imageIds[0] ?? "", "ami-0aaaaaaaaaaaaaaaa"];
    await expect(describeImages({ ImageIds })).rejects.toMatchObject({
      name: "InvalidAMIID.NotFound",
      message: "The image id '[ami-0aaaaaaaaaaaaaaaa]' does not exist",
    });
    await expect(describeImages({ ImageIds: ["ami-nonsense"] })).rejects.toMatchObject({
      name: "InvalidAMIID.Malformed",
    });
  });

  it("leaves out a deregistered image for an hour, and then knows it no more", async () => {
    const { ImageId } = await aws.ec2.send(
      new CreateImageCommand({ InstanceId: instanceId, Name: "to-go" }),
    );
    await aws.ec2.send(new DeregisterImageCommand({ ImageId }));
    expect(await describeImages({ ImageIds: [ImageId ?? ""] })).toEqual([]);
    await aws.control.advance({ ms: 61 * 60_000 });
    await expect(describeImages({ ImageIds: [ImageId ?? ""] })).rejects.toMatchObject({
      name: "InvalidAMIID.NotFound",
    });
  });

  it("does not show another account's image", async () => {
    const other = await aws.control.createAccount({});
    const [keys] = other.keys;
    const { ec2 } = aws.clients(keys === undefined ? {} : { keys });
    await expect(
      ec2.send(new DescribeImagesCommand({ ImageIds: [imageIds[0] ?? ""] })),
    ).rejects.toMatchObject({
      name: "AuthFailure",
      message: `Not authorized for images: [${imageIds[0]}]`,
    });
    expect((await ec2.send(new DescribeImagesCommand({}))).Images ?? []).toEqual([]);
  });

  it("hides a disabled image unless asked for disabled ones", async () => {
    const imageId = imageIds[22] ?? "";
    await aws.control.setImageDisabled({ imageId, disabled: true });
    const Filters = [{ Name: "image-id", Values: [imageId] }];
    expect(await describeImages({ Filters, Owners: ["self"] })).toEqual([]);
    expect(
      await describeImages({ Filters, Owners: ["self"], IncludeDisabled: true }),
    ).toMatchObject([{ State: "disabled" }]);
    await aws.control.setImageDisabled({ imageId, disabled: false });
  });

  it("answers only for the owners that are asked for", async () => {
    expect(await describeImages({ Owners: ["amazon"] })).toEqual([]);
    expect((await describeImages({ Owners: [aws.accountId] })).length).toBeGreaterThan(0);
  });
});
