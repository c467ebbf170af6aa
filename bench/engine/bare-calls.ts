import { CreateImageCommand, EC2Client } from "@aws-sdk/client-ec2";
import http from "node:http";
import type { BenchInstance } from "../world/fleet";
import type { BenchSimulator } from "../world/simulator";

/**
 * The SDK alone: CreateImage with the tags that the product sends, as many at once as one process
 * of the product sends, no database and no budget. Answers with calls per second.
 */
export async function bareCallsPerSecond(
  simulator: BenchSimulator,
  of: { instances: readonly BenchInstance[]; atOnce: number },
): Promise<number> {
  const httpAgent = new http.Agent({ keepAlive: true, maxSockets: of.atOnce });
  const clients = new Map<string, EC2Client>();
  const clientOf = ({ account, region }: BenchInstance): EC2Client => {
    const name = `${account.accountId}/${region}`;
    const made =
      clients.get(name) ??
      new EC2Client({
        region,
        endpoint: simulator.url,
        credentials: account.key,
        maxAttempts: 1,
        requestHandler: { httpAgent },
      });
    clients.set(name, made);
    return made;
  };
  const Tags = ["owner", "backup", "attempt", "instance", "due"].map((name) => {
    return { Key: `amivault:${name}`, Value: `bare-${name}-0123456789` };
  });
  let next = 0;
  const caller = async (): Promise<void> => {
    for (;;) {
      const instance = of.instances[next++];
      if (!instance) return;
      const command = new CreateImageCommand({
        InstanceId: instance.instanceId,
        Name: `bare-${instance.instanceId}`,
        NoReboot: true,
        TagSpecifications: [
          { ResourceType: "image", Tags },
          { ResourceType: "snapshot", Tags },
        ],
      });
      await clientOf(instance).send(command);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: of.atOnce }, caller));
  const seconds = (performance.now() - from) / 1_000;
  for (const client of clients.values()) client.destroy();
  httpAgent.destroy();
  return of.instances.length / seconds;
}
