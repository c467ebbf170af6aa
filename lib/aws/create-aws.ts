import { createHash } from "node:crypto";
import { EC2Client } from "@aws-sdk/client-ec2";
import { systemClock, type Clock } from "../clock";
import type { Config } from "../config";
import type { Vault } from "../crypto";
import type { Logger } from "../logger";
import type { Aws } from "./aws";
import type { ApiBudget } from "./budget/budget";
import type { CallDeps } from "./call-aws";
import { createKeySource, type Access, type AccessRequest } from "./client";
import { createClockOffset } from "./clock-offset";
import type { CredentialStore } from "./credential-store";
import { createEc2 } from "./ec2/create-ec2";
import type { Ec2 } from "./ec2/ec2";
import { hostOf } from "./partition.pure";
import { createTransport, type AwsKeys } from "./transport";

export interface AwsOptions {
  config: Pick<Config, "awsEndpointUrl" | "installationId">;
  clock: Clock;
  log: Logger;
  vault: Vault;
  budget: ApiBudget;
  /** `createCredentialStore(db)` of lib/credentials. */
  credentials: CredentialStore;
}

const CLIENTS_MAX = 100;

export function createAws(options: AwsOptions): Aws {
  const endpoint = options.config.awsEndpointUrl;
  const transport = createTransport();
  // The SDK signs with the machine's own clock, whatever ours is set to.
  const clockOffset = createClockOffset(systemClock);
  const call: CallDeps = {
    budget: options.budget,
    clock: options.clock,
    log: options.log,
    clockOffset,
    installationId: options.config.installationId,
  };
  const keys = createKeySource({
    call,
    store: options.credentials,
    vault: options.vault,
    transport,
    endpoint,
  });
  const clients = new Map<string, EC2Client>();

  function clientFor(access: Access, region: string, connection: "pooled" | "fresh"): EC2Client {
    const key = `${connection} ${region} ${fingerprint(access.keys)}`;
    const known = clients.get(key);
    if (known) return known;
    const settings = { region, endpoint, keys: access.keys };
    const client = new EC2Client({
      ...transport.clientConfig(settings, connection),
      systemClockOffset: clockOffset.toApply(),
    });
    clients.set(key, client);
    const oldest = clients.keys().next().value;
    if (clients.size > CLIENTS_MAX && oldest !== undefined) clients.delete(oldest);
    return client;
  }

  /** The first access is made at once, so that a session is there before a lease is taken. */
  async function ec2Via(request: AccessRequest, access: () => Promise<Access>): Promise<Ec2> {
    let current = await access();
    return createEc2({
      deps: call,
      emulated: endpoint !== undefined,
      target: {
        bucketAccount: current.bucketAccount,
        partition: current.partition,
        region: request.region,
        interactive: request.interactive,
        host: hostOf({ service: "ec2", region: request.region, endpoint }),
        onExpired: () => current.renew(),
      },
      async client(connection) {
        current = await access();
        return clientFor(current, request.region, connection);
      },
    });
  }

  return {
    budget: options.budget,
    ec2({ credentialId, region, purpose, interactive = false }) {
      const request = { region, purpose, interactive };
      return ec2Via(request, () => keys.forSaved(credentialId, request));
    },
    async ec2With(given, region, purpose = "read") {
      const request = { region, purpose, interactive: true };
      const access = await keys.forGiven(given, request);
      return ec2Via(request, async () => access);
    },
    async identify(given, region) {
      const request: AccessRequest = { region, purpose: "read", interactive: true };
      return keys.identify(await keys.forGiven(given, request), request);
    },
    async identifySaved(credentialId) {
      const region = (await options.credentials.find(credentialId))?.defaultRegion ?? "us-east-1";
      const request: AccessRequest = { region, purpose: "read", interactive: true };
      return keys.identify(await keys.forSaved(credentialId, request), request);
    },
    clockOffsetMs: () => clockOffset.current(),
    forget: (credentialId) => keys.forget(credentialId),
    async close() {
      clients.clear();
      transport.close();
    },
  };
}

function fingerprint(keys: AwsKeys): string {
  const text = JSON.stringify([keys.accessKeyId, keys.secretAccessKey, keys.sessionToken]);
  return createHash("sha256").update(text).digest("hex");
}
