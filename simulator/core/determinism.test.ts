import {
  CreateImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
} from "@aws-sdk/client-ec2";
import { expect, it } from "vitest";
import { startFixture } from "../fixture";

const START_AT = Date.UTC(2026, 0, 1);

/** One history with chance in it; everything that came of it. */
async function live(seed: string) {
  const aws = await startFixture({ seed, startAt: START_AT });
  try {
    const instanceId = await aws.addInstance();
    await aws.control.configure({ limits: { concurrentSnapshots: false } });
    await aws.control.addFault({ probability: 0.3, effect: { kind: "throttle" } });
    await aws.control.addFault({
      probability: 0.5,
      effect: { kind: "visibilityLag", ms: [0, 60_000] },
    });
    await aws.control.addFault({
      probability: 0.2,
      effect: { kind: "lateFailure", afterMs: [10, 9000] },
    });
    const outcomes: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      const made = await aws.ec2
        .send(new CreateImageCommand({ InstanceId: instanceId, Name: `backup-${i}` }))
        .catch((e: unknown) => e as Error);
      outcomes.push(made instanceof Error ? made.name : `${made.ImageId}`);
      if (i % 3 === 0 && "ImageId" in made)
        await aws.ec2
          .send(new DeregisterImageCommand({ ImageId: made.ImageId }))
          .catch(() => undefined);
      await aws.control.advance({ ms: 2500 });
      const seen = await aws.ec2
        .send(new DescribeImagesCommand({ Owners: ["self"] }))
        .catch(() => undefined);
      outcomes.push(`${seen?.Images?.length}`);
    }
    return {
      outcomes,
      images: (await aws.control.images()).items,
      summary: await aws.control.summary(),
    };
  } finally {
    await aws.close();
  }
}

it("gives the same history for the same seed and requests, another for another seed", async () => {
  const [first, second, other] = [await live("one"), await live("one"), await live("two")];
  expect(second).toEqual(first);
  expect(other.outcomes).not.toEqual(first.outcomes);
});
