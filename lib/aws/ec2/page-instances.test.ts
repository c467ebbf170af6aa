import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAwsWorld, WORLD_REGION, type AwsWorld } from "../../testing/aws-world";
import type { Ec2, Ec2InstancePage } from "./ec2";

const INSTANCES = 1_010;

let world: AwsWorld;
let ec2: Ec2;

beforeAll(async () => {
  world = await createAwsWorld();
  const { accountId } = world.account;
  for (let from = 0; from < INSTANCES; from += 100) {
    const count = Math.min(100, INSTANCES - from);
    await Promise.all(
      Array.from({ length: count }, (_, n) =>
        world.sim.control.createInstance({
          accountId,
          region: WORLD_REGION,
          tags: { Name: `web <${from + n}>`, Role: "web" },
          state: from + n === 7 ? "terminated" : "running",
        }),
      ),
    );
  }
  ec2 = await world.aws.ec2With(world.given, {
    region: WORLD_REGION,
    accountId: world.account.accountId,
  });
});
afterAll(() => world.close());

async function walk(): Promise<Ec2InstancePage[]> {
  const pages: Ec2InstancePage[] = [];
  for (let nextToken: string | null = ""; nextToken !== null;) {
    const page: Ec2InstancePage = await ec2.pageInstances(nextToken === "" ? {} : { nextToken });
    pages.push(page);
    nextToken = page.nextToken;
  }
  return pages;
}

describe("pages of instances", () => {
  it("hold 1,000, end, and lose none where an answer is read in slices", async () => {
    const { lastSeq } = await world.sim.control.calls({});
    const pages = await walk();
    expect(pages.map(({ instances }) => instances.length)).toEqual([1_000, 10]);
    const shown = pages.flatMap(({ instances }) => instances);
    expect(new Set(shown.map(({ instanceId }) => instanceId)).size).toBe(INSTANCES);
    expect(new Set(shown.map(({ name }) => name)).size).toBe(INSTANCES);
    expect(shown.filter(({ state }) => state === "terminated")).toHaveLength(1);
    expect(shown[0]?.tags["Role"]).toBe("web");
    const { items } = await world.sim.control.calls({ afterSeq: lastSeq });
    expect(items.map(({ action }) => action)).toEqual(["DescribeInstances", "DescribeInstances"]);
  });
});
