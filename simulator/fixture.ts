import { EC2Client } from "@aws-sdk/client-ec2";
import { STSClient } from "@aws-sdk/client-sts";
import type { NewInstance } from "./control/contract";
import type { ControlClient } from "./control/client";
import type { Simulator } from "./core/simulator";
import { startSimulator, type SimulatorOptions } from "./server";

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** One account in a world of its own, with real SDK clients that try once. */
export interface Fixture {
  url: string;
  control: ControlClient;
  simulator: Simulator;
  accountId: string;
  region: string;
  keys: Keys;
  ec2: EC2Client;
  sts: STSClient;
  clients: (of: { keys?: Keys; region?: string }) => { ec2: EC2Client; sts: STSClient };
  addInstance: (more?: Partial<NewInstance>) => Promise<string>;
  close: () => Promise<void>;
}

export async function startFixture(options: SimulatorOptions = {}): Promise<Fixture> {
  const aws = await startSimulator({ clock: "manual", ...options });
  const { accountId, keys } = await aws.control.createAccount({ name: "production" });
  const [key] = keys;
  if (key === undefined) throw new Error("the account has no key");
  const region = "eu-west-1";
  const opened: { destroy: () => void }[] = [];
  const clients: Fixture["clients"] = (of) => {
    const credentials = of.keys ?? key;
    const config = {
      endpoint: aws.url,
      region: of.region ?? region,
      maxAttempts: 1,
      credentials: toIdentity(credentials),
    };
    const pair = { ec2: new EC2Client(config), sts: new STSClient(config) };
    opened.push(pair.ec2, pair.sts);
    return pair;
  };
  return {
    ...aws,
    accountId,
    region,
    keys: key,
    clients,
    ...clients({}),
    addInstance: async (more) => {
      const created = await aws.control.createInstance({ accountId, region, name: "web", ...more });
      return created.instanceId;
    },
    close: async () => {
      for (const client of opened) client.destroy();
      await aws.close();
    },
  };
}

const toIdentity = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === undefined ? {} : { sessionToken }),
});
