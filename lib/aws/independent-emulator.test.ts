import { DescribeImagesCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../testing/aws-world";
import {
  EMULATOR,
  hasEmulator,
  startEmulator,
  type RunningEmulator,
} from "../testing/independent-emulator";
import type { Ec2 } from "./ec2/ec2";

const KEYS = { accessKeyId: "testing", secretAccessKey: "testing" };

describe.skipIf(!hasEmulator())(`against ${EMULATOR}, if it is installed`, () => {
  let server: RunningEmulator;
  let world: AwsWorld;
  let ec2: Ec2;
  let instanceId: string;

  beforeAll(async () => {
    server = await startEmulator();
    const { endpoint } = server;
    world = await createAwsWorld({ endpoint });
    instanceId = await runInstance(endpoint);
    const given = { kind: "access_key", ...KEYS } as const;
    const { accountId } = await world.aws.identify(given, WORLD_REGION);
    const place = { region: WORLD_REGION, accountId, purpose: "create" } as const;
    ec2 = await world.aws.ec2With(given, place);
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await world.close();
  });

  it("knows who the keys are, also by an assumed role", async () => {
    const given = { kind: "access_key", ...KEYS } as const;
    expect((await world.aws.identify(given, WORLD_REGION)).accountId).toMatch(/^\d{12}$/);
    const roleArn = "arn:aws:iam::222222222222:role/AmiVault";
    const role = { kind: "assume_role", roleArn, externalId: "external", source: KEYS } as const;
    expect((await world.aws.identify(role, WORLD_REGION)).accountId).toBe("222222222222");
  });

  it("shows regions, instances and volumes", async () => {
    const regions = await ec2.describeRegions();
    expect(regions).toContainEqual({ region: WORLD_REGION, enabled: true });
    const [instance] = await ec2.describeInstances([instanceId]);
    expect(instance).toMatchObject({ instanceId, name: "wëb <b> * 🙂", state: "running" });
    const volumes = await ec2.describeVolumes(instance?.volumeIds ?? []);
    expect(volumes.length).toBeGreaterThan(0);
  });

  it("makes an image that is found by id, name and backup key, with its snapshots", async () => {
    const input = {
      instanceId,
      name: `${instanceId}-20260101T000000Z-aaaaaaaaaaaaaaaa`,
      description: "",
      noReboot: true,
      tags: { "amivault:owner": "amivault-test", "amivault:backup": "key-1" },
    };
    await ec2.dryRun({ action: "CreateImage", input });
    const { imageId } = await ec2.createImage(input, {});
    const queries = [
      { imageIds: [imageId, "ami-0000000000000000f"] },
      { names: [input.name] },
      { backupKeys: ["key-1"], ownerTag: "amivault-test" },
    ];
    for (const query of queries) {
      const found = await ec2.findImages(query);
      expect(found).toMatchObject([{ imageId, name: input.name, tags: input.tags }]);
    }
    const [image] = await ec2.findImages({ imageIds: [imageId] });
    const ids = image?.snapshots.map(({ snapshotId }) => snapshotId) ?? [];
    const snapshots = await ec2.findSnapshots([...ids, "snap-0000000000000000f"]);
    expect(snapshots.map(({ snapshotId }) => snapshotId)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(0);
  }, 60_000);

  it("refuses an unknown instance in words", async () => {
    await expect(ec2.describeInstances(["i-0123456789abcdef0"])).rejects.toMatchObject({
      outcome: "refused",
      awsCode: "InvalidInstanceID.NotFound",
    });
  });
});

async function runInstance(endpoint: string): Promise<string> {
  const client = new EC2Client({ endpoint, region: WORLD_REGION, credentials: KEYS });
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ["amazon"] }));
  const run = await client.send(
    new RunInstancesCommand({
      ImageId: Images?.[0]?.ImageId ?? "",
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [
        { ResourceType: "instance", Tags: [{ Key: "Name", Value: "wëb <b> * 🙂" }] },
      ],
    }),
  );
  client.destroy();
  return run.Instances?.[0]?.InstanceId ?? "";
}
