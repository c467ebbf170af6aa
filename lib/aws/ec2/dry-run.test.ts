import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import type { DryRunProbe, Ec2 } from "./ec2";
import { onlyDry } from "./only-dry";

let world: AwsWorld;
let ec2: Ec2;
let probes: DryRunProbe[];

beforeAll(async () => {
  world = await createAwsWorld();
  ec2 = await world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
    purpose: "delete",
  });
  const { accountId } = world.account;
  const place = { accountId, region: WORLD_REGION };
  const { instanceId } = await world.sim.control.createInstance({ ...place, name: "web" });
  const images = [
    { name: "kept", createdAt: 0 },
    { name: "gone", createdAt: 0 },
  ];
  const history = await world.sim.control.seedHistory({ ...place, instanceId, images });
  const [kept, gone] = history.images;
  const imageId = kept?.imageId ?? "";
  await world.sim.control.deleteImage({ imageId: gone?.imageId ?? "" });
  const input = { instanceId, name: "dry", description: "", noReboot: true, tags: { k: "v" } };
  probes = [
    { action: "DescribeRegions" },
    { action: "DescribeInstances" },
    { action: "DescribeVolumes" },
    { action: "DescribeImages" },
    { action: "DescribeSnapshots" },
    { action: "DescribeImageReferences", imageId },
    { action: "DescribeImageAttribute", imageId },
    { action: "CreateImage", input },
    { action: "DeregisterImage", imageId },
    { action: "DeleteSnapshot", snapshotId: gone?.snapshotIds[0] ?? "" },
    { action: "CreateTags", imageId, key: "amivault:hold" },
    { action: "DeleteTags", imageId, key: "amivault:hold" },
  ];
});
afterAll(() => world.close());

const truth = async () => ({
  images: (await world.sim.control.images({})).items,
  snapshots: (await world.sim.control.snapshots({})).items,
});

describe("a dry run", () => {
  it("of every action says yes and no as AWS does, and changes nothing", async () => {
    const before = await truth();
    for (const probe of probes) {
      await ec2.dryRun(probe);
      await world.sim.control.deny({ action: `ec2:${probe.action}` });
      await expect(ec2.dryRun(probe)).rejects.toMatchObject({
        action: probe.action,
        awsCode: "UnauthorizedOperation",
      });
      await world.sim.control.allow({});
    }
    expect(await truth()).toEqual(before);
  });

  it("takes a token of its action's bucket", async () => {
    const taken: string[] = [];
    const counted = await createAwsWorld({
      budget: (real) => ({
        ...real,
        tryTake(asked) {
          taken.push(asked.action);
          return real.tryTake(asked);
        },
      }),
    });
    try {
      const there = await counted.aws.ec2With(counted.given, {
        region: WORLD_REGION,
        accountId: counted.account.accountId,
      });
      await there.dryRun({ action: "DescribeVolumes" });
      expect(taken).toContain("DescribeVolumes");
    } finally {
      await counted.close();
    }
  });

  it("is not taken for a yes where what answers does not know dry runs", async () => {
    const server = await answering(
      '<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><regionInfo/></DescribeRegionsResponse>',
    );
    const deaf = await createAwsWorld({ endpoint: server.url });
    try {
      const there = await deaf.aws.ec2With(deaf.given, {
        region: WORLD_REGION,
        accountId: deaf.account.accountId,
      });
      await expect(there.dryRun({ action: "DescribeRegions" })).rejects.toMatchObject({
        awsCode: "DryRunIgnored",
        outcome: "unknown",
      });
      // It might know the flag for one action and not for another: what removes or marks is never sent there.
      const asked = server.requests();
      const imageId = "ami-0123456789abcdef0";
      for (const probe of [
        { action: "DeregisterImage", imageId },
        { action: "DeleteSnapshot", snapshotId: "snap-0123456789abcdef0" },
        { action: "CreateTags", imageId, key: "amivault:hold" },
        { action: "DeleteTags", imageId, key: "amivault:hold" },
      ] as const) {
        await expect(there.dryRun(probe)).rejects.toMatchObject({ awsCode: "DryRunIgnored" });
      }
      expect(server.requests()).toBe(asked);
      const input = { instanceId: "i-0123456789abcdef0", name: "dry", description: "" };
      const create = { ...input, noReboot: true, tags: {} };
      await expect(there.dryRun({ action: "CreateImage", input: create })).rejects.toMatchObject({
        action: "CreateImage",
        awsCode: "DryRunIgnored",
      });
      expect(server.actions()).not.toContain("CreateImage");
    } finally {
      await deaf.close();
      server.close();
    }
  });

  it("that has lost its flag on the way to the wire does not leave", async () => {
    const server = await answering("<x/>");
    const client = new EC2Client({
      region: WORLD_REGION,
      endpoint: server.url,
      credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
      maxAttempts: 1,
    });
    try {
      await expect(client.send(onlyDry(new DescribeRegionsCommand({})))).rejects.toMatchObject({
        problem: "vetoed",
      });
      expect(server.requests()).toBe(0);
    } finally {
      client.destroy();
      server.close();
    }
  });
});

async function answering(answer: string) {
  let requests = 0;
  const actions: string[] = [];
  const server: Server = createServer((request, response) => {
    requests += 1;
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      actions.push(new URLSearchParams(body).get("Action") ?? "");
      response.writeHead(200, { "content-type": "text/xml" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    actions: () => actions,
    close: () => server.close(),
  };
}
