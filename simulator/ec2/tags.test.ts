import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  type Tag,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFixture, type Fixture } from "../fixture";

let aws: Fixture;
let instanceId: string;

beforeEach(async () => {
  aws = await startFixture();
  instanceId = await aws.addInstance({
    tags: { "aws:cloudformation:stack-name": "s", __proto__x: "y" },
  });
});
afterEach(() => aws.close());

const tag = (Tags: Tag[], Resources = [instanceId]) =>
  aws.ec2.send(new CreateTagsCommand({ Resources, Tags }));
const untag = (Tags?: Tag[]) =>
  aws.ec2.send(new DeleteTagsCommand({ Resources: [instanceId], Tags }));
const tagsOf = async (resourceId: string) => {
  const { Tags } = await aws.ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [resourceId] }] }),
  );
  return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
};
const OWN = { Name: "web", "aws:cloudformation:stack-name": "s", __proto__x: "y" };

describe("tags", () => {
  it("are added and overwritten, on several resources at once", async () => {
    const { Volumes } = await aws.ec2.send(new DescribeVolumesCommand({}));
    const volumeId = Volumes?.[0]?.VolumeId ?? "";
    await tag(
      [
        { Key: "Name", Value: "new" },
        { Key: "empty", Value: "" },
        { Key: "__proto__", Value: "p" },
      ],
      [instanceId, volumeId],
    );
    expect(await tagsOf(volumeId)).toMatchObject({ Name: "new", empty: "" });
    const found = await aws.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: "tag:__proto__", Values: ["p"] }] }),
    );
    expect(found.Reservations).toHaveLength(1);
  });

  it("are deleted by key, by key and value, or all but AWS's own", async () => {
    await tag([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ]);
    await untag([{ Key: "a" }, { Key: "b", Value: "other" }]);
    expect(await tagsOf(instanceId)).toEqual({ ...OWN, b: "2" });
    await untag();
    expect(await tagsOf(instanceId)).toEqual({ "aws:cloudformation:stack-name": "s" });
  });

  it("are at most 50, AWS's own not counted", async () => {
    await tag(Array.from({ length: 48 }, (_, i) => ({ Key: `k${i}`, Value: "" })));
    await expect(tag([{ Key: "one-more", Value: "" }])).rejects.toMatchObject({
      name: "TagLimitExceeded",
    });
    await expect(tag([{ Key: "k0", Value: "overwritten" }])).resolves.toBeDefined();
  });

  it.each([
    [[{ Key: "aws:mine", Value: "" }], undefined, "InvalidParameterValue"],
    [[{ Key: "v", Value: "v".repeat(257) }], undefined, "InvalidParameterValue"],
    [
      [
        { Key: "k", Value: "" },
        { Key: "k", Value: "" },
      ],
      undefined,
      "InvalidParameterValue",
    ],
    [[{ Key: "k", Value: "" }], ["ami-0aaaaaaaaaaaaaaaa"], "InvalidAMIID.NotFound"],
    [[{ Key: "k", Value: "" }], ["snap-0aaaaaaaaaaaaaaaa"], "InvalidSnapshot.NotFound"],
    [[{ Key: "k", Value: "" }], ["no-such-thing"], "InvalidID"],
    [[], undefined, "MissingParameter"],
  ])("refuses %j on %j", async (tags, resources, name) => {
    await expect(tag(tags, resources)).rejects.toMatchObject({ name });
    expect(await tagsOf(instanceId)).toEqual(OWN);
  });

  it("can be seen late, as they were before", async () => {
    await aws.control.addFault({
      scope: { action: "CreateTags" },
      times: 1,
      effect: { kind: "visibilityLag", ms: 5000, of: "tags" },
    });
    await tag([{ Key: "Name", Value: "new" }]);
    expect((await tagsOf(instanceId))["Name"]).toBe("web");
    const byTag = async (Value: string) =>
      (
        await aws.ec2.send(
          new DescribeInstancesCommand({ Filters: [{ Name: "tag:Name", Values: [Value] }] }),
        )
      ).Reservations?.length ?? 0;
    expect([await byTag("web"), await byTag("new")]).toEqual([1, 0]);
    await aws.control.advance({ ms: 5000 });
    expect([await byTag("web"), await byTag("new")]).toEqual([0, 1]);
  });

  it("page like everything else", async () => {
    await tag(Array.from({ length: 9 }, (_, i) => ({ Key: `k${i}`, Value: "" })));
    const first = await aws.ec2.send(
      new DescribeTagsCommand({
        MaxResults: 7,
        Filters: [{ Name: "resource-type", Values: ["instance"] }],
      }),
    );
    const second = await aws.ec2.send(
      new DescribeTagsCommand({
        MaxResults: 7,
        NextToken: first.NextToken,
        Filters: [{ Name: "resource-type", Values: ["instance"] }],
      }),
    );
    const keys = [...(first.Tags ?? []), ...(second.Tags ?? [])].map((t) => t.Key);
    expect(new Set(keys).size).toBe(12);
    expect(second.NextToken).toBeUndefined();
  });
});
