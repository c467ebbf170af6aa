import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";

/** An emulator's way to fail: its own HTML page, after or before the image was made. */
interface Behaviour {
  server: string;
  keepsImage: boolean;
}

interface Emulated {
  sent: Array<{ action: string; snapshotTags: boolean }>;
  images: string[];
  tagged: string[];
}

let world: AwsWorld;
let http: Server;
let emulated: Emulated;
let behaviour: Behaviour;

beforeEach(async () => {
  emulated = { sent: [], images: [], tagged: [] };
  behaviour = { server: "Emulator/1.0", keepsImage: false };
  http = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      const { status, text } = answer(new URLSearchParams(body));
      response.writeHead(status, { server: behaviour.server }).end(text);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  world = await createAwsWorld({ endpoint: `http://127.0.0.1:${port}` });
});
afterEach(async () => {
  await world.close();
  await new Promise((resolve) => http.close(resolve));
});

function answer(params: URLSearchParams): { status: number; text: string } {
  const action = params.get("Action") ?? "";
  const snapshotTags = params.toString().includes("ResourceType=snapshot");
  emulated.sent.push({ action, snapshotTags });
  if (action === "CreateImage") return createImage(params.get("Name") ?? "", snapshotTags);
  if (action === "CreateTags") emulated.tagged.push(params.get("ResourceId.1") ?? "");
  const images = action === "DescribeImages" ? emulated.images.map(imageItem).join("") : "";
  return { status: 200, text: xml(action, `<imagesSet>${images}</imagesSet>`) };
}

function createImage(name: string, snapshotTags: boolean): { status: number; text: string } {
  if (!snapshotTags || behaviour.keepsImage) emulated.images.push(name);
  if (snapshotTags) return { status: 500, text: "<!doctype html><title>500</title>" };
  return { status: 200, text: xml("CreateImage", "<imageId>ami-1</imageId>") };
}

function imageItem(name: string): string {
  return `<item><imageId>ami-1</imageId><name>${name}</name><imageState>available</imageState><blockDeviceMapping><item><ebs><snapshotId>snap-1</snapshotId></ebs></item></blockDeviceMapping></item>`;
}

function xml(action: string, inner: string): string {
  return `<${action}Response>${inner}</${action}Response>`;
}

const ec2 = () =>
  world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
    purpose: "create",
  });
const request = (name: string) => ({
  instanceId: "i-0123456789abcdef0",
  name,
  description: "",
  noReboot: true,
  tags: { "amivault:owner": "amivault-test" },
});
const creations = () => emulated.sent.filter(({ action }) => action === "CreateImage");

describe("an emulator that cannot tag snapshots in CreateImage", () => {
  it("still makes the image, once, and its snapshots are tagged afterwards", async () => {
    const created = await (await ec2()).createImage(request("one"), {});
    expect(created.imageId).toBe("ami-1");
    expect(emulated.images).toEqual(["one"]);
    expect(emulated.tagged).toEqual(["snap-1"]);
  });

  it("is remembered: the next image is asked for as it can make it", async () => {
    await (await ec2()).createImage(request("one"), {});
    emulated.sent = [];
    await (await ec2()).createImage(request("two"), {});
    expect(creations()).toEqual([{ action: "CreateImage", snapshotTags: false }]);
  });

  it("asks the guard before the second call as before the first", async () => {
    let asked = 0;
    const beforeSend = () => {
      asked += 1;
      if (asked === 2) throw new Error("The lease is lost.");
    };
    const error = await (
      await ec2()
    )
      .createImage(request("one"), { beforeSend })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ outcome: "unknown", awsCode: "UnreadableAnswer" });
    expect(creations()).toHaveLength(1);
  });
});

describe("never twice", () => {
  it("where the failed call has left an image", async () => {
    behaviour.keepsImage = true;
    await expect((await ec2()).createImage(request("one"), {})).rejects.toMatchObject({
      outcome: "unknown",
    });
    expect(emulated.images).toEqual(["one"]);
    expect(creations()).toHaveLength(1);
  });

  it("where the service answers as EC2 does", async () => {
    behaviour.server = "AmazonEC2";
    await expect((await ec2()).createImage(request("one"), {})).rejects.toMatchObject({
      outcome: "unknown",
    });
    expect(emulated.sent).toHaveLength(1);
  });
});
