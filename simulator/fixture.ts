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

interface Opened {
  destroy: () => void;
}

export interface ClientChoice {
  keys?: Keys | undefined;
  region?: string | undefined;
}

/** What every client of the SDK can be made with. */
export interface ClientConfig {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

type ClientOf<T> = new (config: ClientConfig) => T;

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
  clients: (of: ClientChoice) => { ec2: EC2Client; sts: STSClient };
  /** A client of any other service, by the account's key and region unless said. */
  client: <T extends Opened>(Client: ClientOf<T>, of?: ClientChoice) => T;
  addInstance: (more?: Partial<NewInstance>) => Promise<string>;
  close: () => Promise<void>;
}

export async function startFixture(options: SimulatorOptions = {}): Promise<Fixture> {
  const aws = await startSimulator({ clock: "manual", ...options });
  const { accountId, keys } = await aws.control.createAccount({ name: "production" });
  const [key] = keys;
  if (key === undefined) throw new Error("the account has no key");
  const region = "eu-west-1";
  const opened: Opened[] = [];
  const client: Fixture["client"] = (Client, of = {}) => {
    const made = new Client({
      endpoint: aws.url,
      region: of.region ?? region,
      maxAttempts: 1,
      credentials: toIdentity(of.keys ?? key),
    });
    opened.push(made);
    return made;
  };
  const clients: Fixture["clients"] = (of) => ({
    ec2: client(EC2Client, of),
    sts: client(STSClient, of),
  });
  return {
    ...aws,
    accountId,
    region,
    keys: key,
    client,
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
