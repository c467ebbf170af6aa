import type { Ec2, Ec2Instance } from "../aws/ec2/ec2";

/** Instances as AWS shows them: those that are soon asked for are looked at together. */
export interface InstanceLooks {
  /** A step begins that looks at these; what was seen before is forgotten. */
  expect(instanceIds: readonly string[]): void;
  /** Null for none; throws AwsCallError. */
  find(instanceId: string): Promise<Ec2Instance | null>;
}

export function createInstanceLooks(ec2: Pick<Ec2, "findInstances">): InstanceLooks {
  let expected = new Set<string>();
  let asked: Promise<Ec2Instance[]> | null = null;
  return {
    expect(instanceIds) {
      expected = new Set(instanceIds);
      asked = null;
    },
    async find(instanceId) {
      // Each is seen once: a second look is to see what was done since.
      const isExpected = expected.delete(instanceId);
      if (isExpected) asked ??= ec2.findInstances([instanceId, ...expected]);
      const found = await (isExpected && asked ? asked : ec2.findInstances([instanceId]));
      return found.find((instance) => instance.instanceId === instanceId) ?? null;
    },
  };
}
